import * as cyclesApi from '#lib/cycles/api.ts';
import { allPages } from '#lib/app/api/all-pages.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

/** All cycles, for lists that only have the id of a cycle. */
export function allCycles(): Promise<Result<readonly Schema<'Cycle'>[]>> {
	return allPages((after) => attempt(cyclesApi.listCycles({ params: { query: { limit: 100, after } } })));
}
