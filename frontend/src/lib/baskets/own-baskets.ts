import * as basketsApi from '#lib/baskets/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

/** The baskets that the buyer can order: those of the cooperative, and its own, which are a hundred at most. */
export function allBaskets(): Promise<Result<Schema<'BuyerBasket'>[]>> {
	return attempt(basketsApi.listBaskets({ params: { query: { limit: 200 } } }));
}
