import * as buyersApi from '#lib/buyers/api.ts';
import * as catalogueApi from '#lib/catalogue/api.ts';
import * as cyclesApi from '#lib/cycles/api.ts';
import * as ordersApi from '#lib/orders/api.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { allProducts, type BuyerProduct } from './buyer-products.ts';
import { guestsBetween, plusDays } from './order-totals.ts';

/** What the form of an order for a delivery shows. */
export interface OrderFormData {
	readonly account: Schema<'BuyerDetail'>;
	readonly products: readonly BuyerProduct[];
	readonly families: readonly Schema<'Family'>[];
	readonly cycles: readonly Schema<'OpenCycle'>[];
	/** Guests of the delivery, and whether this buyer records arrivals at all. */
	readonly guests: number;
	readonly withGuests: boolean;
}

/** The account with the delivery point of an order that was retired since, so that the order can keep it. */
export function withRetiredPoint(account: Schema<'BuyerDetail'>, retired?: Schema<'RetiredDeliveryPoint'>): Schema<'BuyerDetail'> {
	return retired ? { ...account, delivery_points: [...account.delivery_points, { ...retired, version: 0 }] } : account;
}

/** Days that a delivery covers if no next one is known. */
const REACH_DAYS = 7;

/** Fetches the data of the order form for the delivery on `delivery_date`. */
export async function fetchOrderFormData(delivery_date: string): Promise<Result<OrderFormData>> {
	const [account, products, families, cycles, arrivals] = await Promise.all([
		attempt(buyersApi.getOwnAccount()),
		allProducts(delivery_date),
		attempt(catalogueApi.listFamilies()),
		attempt(cyclesApi.listOpenCycles()),
		attempt(ordersApi.listArrivals({ params: { query: { from: delivery_date, limit: 200 } } }))
	]);
	if (!account.ok) return account;
	if (!products.ok) return products;
	if (!families.ok) return families;
	if (!cycles.ok) return cycles;
	if (!arrivals.ok) return arrivals;
	const next = cycles.data
		.map((cycle) => cycle.delivery_date)
		.filter((date) => date > delivery_date)
		.sort()[0];
	return {
		ok: true,
		response: account.response,
		data: {
			account: account.data,
			products: products.data,
			families: families.data,
			cycles: cycles.data,
			guests: guestsBetween(arrivals.data, delivery_date, next ?? plusDays(delivery_date, REACH_DAYS)),
			withGuests: arrivals.data.some(({ cancelled_at }) => !cancelled_at)
		}
	};
}

/** Fetches the data of the standing-order form: the account and the price list. */
export async function fetchStandingOrderFormData(): Promise<Result<{ account: Schema<'BuyerDetail'>; products: readonly BuyerProduct[] }>> {
	const [account, products] = await Promise.all([attempt(buyersApi.getOwnAccount()), allProducts()]);
	if (!account.ok) return account;
	return products.ok ? { ...account, data: { account: account.data, products: products.data } } : products;
}
