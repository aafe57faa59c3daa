import { describe, expect, it } from 'vitest';
import type { Schema } from '#lib/app/api/types.ts';
import { bps, guestsBetween, nextTier, plusDays, tierFor, totalsOf, unitsOf, type Priced } from './order-totals.ts';

const clp = (amount: number) => ({ amount, currency: 'CLP' as const });
const prices = [
	{ min_quantity: 12, price: clp(1800) },
	{ min_quantity: 1, price: clp(1990) }
];
const jam: Priced = { prices, vat_bps: 1900, additional_tax_bps: 0, order_multiple: 6 };
const liqueur: Priced = { ...jam, prices: [{ min_quantity: 1, price: clp(1990) }], additional_tax_bps: 3150 };

describe('totals', () => {
	it('take the tier that the quantity reaches', () => {
		expect(tierFor(prices, 11)?.price.amount).toBe(1990);
		expect(tierFor(prices, 12)?.price.amount).toBe(1800);
		expect(tierFor([], 12)).toBeUndefined();
	});

	it('know the fewest units that reach the next price', () => {
		expect(nextTier(prices, 6, 6)).toEqual({ more: 6, price: clp(1800), extra: clp(12 * 1800 - 6 * 1990) });
		// Twelve cost less than eleven.
		expect(nextTier(prices, 11, 1)).toEqual({ more: 1, price: clp(1800), extra: clp(12 * 1800 - 11 * 1990) });
		expect(nextTier(prices, 10, 5)?.more).toBe(5);
		expect([nextTier(prices, 12, 1), nextTier(prices, 0, 1), nextTier([], 3, 1)]).toEqual([undefined, undefined, undefined]);
	});

	it('round each tax of each line by itself, half away from zero', () => {
		expect(bps(5970, 1900)).toBe(1134);
		expect(bps(5970, 3150)).toBe(1881);
		expect(bps(50, 100)).toBe(1);
		expect(bps(-50, 100)).toBe(-1);
		expect(bps(49, 100)).toBe(0);
		expect(totalsOf([{ priced: liqueur, units: 3 }], 'CLP')).toEqual({ net: clp(5970), tax: clp(3015), total: clp(8985) });
	});

	it('add lines up', () => {
		const sum = totalsOf(
			[
				{ priced: jam, units: 12 },
				{ priced: liqueur, units: 3 }
			],
			'CLP'
		);
		expect(sum.net.amount).toBe(12 * 1800 + 5970);
		expect(sum.total.amount).toBe(sum.net.amount + sum.tax.amount);
		expect(totalsOf([], 'CLP').total).toEqual(clp(0));
	});

	it('serve guests in whole multiples', () => {
		const want = { product_id: 'p', quantity: 2, per_guest: true };
		expect(unitsOf(want, 7, 6)).toBe(18);
		expect(unitsOf(want, 0, 6)).toBe(0);
		expect(unitsOf({ ...want, per_guest: false }, 7, 6)).toBe(2);
	});

	it('count the guests who belong to a delivery', () => {
		const arrival = (date: string, guests: number, cancelled_at?: string): Schema<'Arrival'> => ({
			id: date,
			reference: date,
			date,
			guests,
			source: 'api',
			late_deliveries: [],
			version: 1,
			cancelled_at
		});
		const all = [arrival('2026-03-05', 4), arrival('2026-03-11', 3), arrival('2026-03-12', 9), arrival('2026-03-06', 2, 'x')];
		expect(guestsBetween(all, '2026-03-05', '2026-03-12')).toBe(7);
		expect(plusDays('2026-02-26', 7)).toBe('2026-03-05');
	});
});
