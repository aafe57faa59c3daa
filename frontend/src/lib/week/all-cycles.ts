import { api } from '#lib/api/client.ts';
import { everything } from '#lib/api/everything.ts';
import { attempt, type Result } from '#lib/api/result.ts';
import type { Wire } from '#lib/api/types.ts';

/** All cycles, for their dates beside what only names them by id. */
export function allCycles(): Promise<Result<readonly Wire<'Cycle'>[]>> {
	return everything((after) => attempt(api.GET('/api/v1/staff/cycles', { params: { query: { limit: 100, after } } })));
}
