import * as cyclesApi from '#lib/cycles/api.ts';
import { everything } from '#lib/app/api/all-pages.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Wire } from '#lib/app/api/types.ts';

/** All cycles, for their dates beside what only names them by id. */
export function allCycles(): Promise<Result<readonly Wire<'Cycle'>[]>> {
	return everything((after) => attempt(cyclesApi.listCycles({ params: { query: { limit: 100, after } } })));
}
