import type { Schema } from '#lib/app/api/types.ts';
import type { Money } from '#lib/app/format/money.ts';

/** A product with the requested quantity: units, or units per arriving guest. */
export interface RequestedLine {
	readonly product_id: string;
	readonly quantity: number;
	readonly per_guest: boolean;
}

/** The prices and taxes of a product. */
export interface Priced {
	readonly prices: readonly Schema<'TierPrice'>[];
	readonly vat_bps: number;
	readonly additional_tax_bps: number;
	readonly order_multiple: number;
}

export interface Totals {
	readonly net: Money;
	readonly tax: Money;
	readonly total: Money;
}

/** Units for `guests` guests, rounded up to the order multiple. */
export function unitsOf(line: RequestedLine, guests: number, multiple: number): number {
	if (!line.per_guest) return line.quantity;
	const step = Math.max(1, multiple);
	return Math.ceil((line.quantity * guests) / step) * step;
}

/** The tier a quantity falls into: the highest that it reaches. Below the first tier, the first one. */
export function tierFor(prices: readonly Schema<'TierPrice'>[], quantity: number): Schema<'TierPrice'> | undefined {
	const sorted = [...prices].sort((a, b) => a.min_quantity - b.min_quantity);
	return sorted.findLast((tier) => tier.min_quantity <= quantity) ?? sorted[0];
}

/** The step to the next price of a product. */
export interface NextTier {
	/** Units to add. */
	readonly more: number;
	/** Net, per unit, then. */
	readonly price: Money;
	/** Net of the line then, less what it is now; not above 0 where more units cost no more. */
	readonly extra: Money;
}

/** The cheapest way to the next price: the fewest units that reach it, in the product's multiple. */
export function nextTier(prices: readonly Schema<'TierPrice'>[], units: number, multiple: number): NextTier | undefined {
	const current = tierFor(prices, units);
	if (!current || units <= 0) return undefined;
	const [next] = prices
		.filter(({ min_quantity, price }) => min_quantity > units && price.amount < current.price.amount)
		.sort((a, b) => a.min_quantity - b.min_quantity);
	if (!next) return undefined;
	const step = Math.max(1, multiple);
	const reached = Math.ceil(next.min_quantity / step) * step;
	const { price } = tierFor(prices, reached) ?? next;
	return { more: reached - units, price, extra: { ...price, amount: price.amount * reached - current.price.amount * units } };
}

/** `rate` basis points of an amount, rounded half away from zero as the tax office does. */
export function bps(amount: number, rate: number): number {
	const scaled = BigInt(amount) * BigInt(rate);
	const half = scaled < 0n ? -5_000n : 5_000n;
	return Number((scaled + half) / 10_000n);
}

/** Net of a line at the tier of its quantity. */
export function lineNet(priced: Priced, quantity: number): number {
	return (tierFor(priced.prices, quantity)?.price.amount ?? 0) * quantity;
}

/** The totals of some lines. Each tax of each line is rounded separately, as on the invoice. */
export function totalsOf(lines: readonly { readonly priced: Priced; readonly units: number }[], currency: string): Totals {
	let net = 0;
	let tax = 0;
	for (const { priced, units } of lines) {
		const own = lineNet(priced, units);
		net += own;
		tax += bps(own, priced.vat_bps) + bps(own, priced.additional_tax_bps);
	}
	const money = (amount: number): Money => ({ amount, currency });
	return { net: money(net), tax: money(tax), total: money(net + tax) };
}

/** Guests of the arrivals from `from` until the day before `until`, without cancelled ones. */
export function guestsBetween(arrivals: readonly Schema<'Arrival'>[], from: string, until: string): number {
	return arrivals
		.filter(({ date, cancelled_at }) => !cancelled_at && date >= from && date < until)
		.reduce((sum, { guests }) => sum + guests, 0);
}

/** The day `days` after a calendar date. */
export function plusDays(date: string, days: number): string {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}
