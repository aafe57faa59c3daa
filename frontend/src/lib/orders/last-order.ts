import * as ordersApi from '#lib/orders/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';
import type { RequestedLine } from './order-totals.ts';

/** What the last order of the buyer had, to order it again. */
export interface LastOrder {
	readonly order: Schema<'Order'>;
	readonly lines: readonly RequestedLine[];
	/** The lines of products and the baskets that are no longer sold to the buyer. */
	readonly notSold: readonly (Schema<'OrderLine'> | Schema<'OrderBasket'>)[];
}

/** Orders among which the last one that was not cancelled is looked for. */
const LOOK_BACK = 20;

/** Fetches the last order that was not cancelled; null where there is none. */
export async function fetchLastOrder(soldIds: readonly string[]): Promise<Result<LastOrder | null>> {
	const orders = await attempt(ordersApi.listOwnOrders({ params: { query: { limit: LOOK_BACK } } }));
	if (!orders.ok) return orders;
	const last = orders.data.find(({ state }) => state !== 'cancelled');
	if (!last) return { ...orders, data: null };
	const detail = await attempt(ordersApi.getOwnOrder({ params: { path: { id: last.id } } }));
	return detail.ok ? { ...detail, data: againAs(detail.data, soldIds) } : detail;
}

/** The lines of an order as they were wanted, those of products that are sold apart from the others. */
export function againAs({ order, lines, baskets }: Schema<'OrderDetail'>, soldIds: readonly string[]): LastOrder {
	const wanted = [
		...lines.map((line) => ({
			product_id: line.product_id,
			quantity: line.per_guest ?? line.wanted ?? line.quantity,
			per_guest: line.per_guest !== undefined
		})),
		...baskets.map(({ product_id, quantity }) => ({ product_id, quantity, per_guest: false }))
	];
	return {
		order,
		lines: wanted.filter(({ product_id, quantity }) => quantity > 0 && soldIds.includes(product_id)),
		notSold: [...lines, ...baskets].filter(({ product_id }) => !soldIds.includes(product_id))
	};
}
