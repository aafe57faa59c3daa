import { describe, expect, it } from 'vitest';
import { Cart, isOrderDraft } from './cart.svelte.ts';
import type { BuyerProduct } from './buyer-products.ts';

function offered(id: string, units: number, order_multiple = 1): BuyerProduct {
	return {
		product: { id, order_multiple, vat_bps: 1900, additional_tax_bps: 0 } as BuyerProduct['product'],
		prices: [{ min_quantity: 1, price: { amount: 1000, currency: 'CLP' } }],
		sellable: { units, more_needed: 0, order_until: '2026-03-01' }
	};
}

const products = [offered('honey', 10), offered('jam', 12, 6)];
const cart = (guests = 0, held = new Map<string, number>()) => new Cart(() => ({ products, currency: 'CLP', guests, held }), []);

describe('cart', () => {
	it('keeps lines in the order of the list and drops what is 0', () => {
		const one = cart();
		one.set('jam', 6);
		one.set('honey', 2);
		expect(one.lines.map((line) => line.product_id)).toEqual(['honey', 'jam']);
		expect(one.totals.net.amount).toBe(8000);
		expect(one.totals.total.amount).toBe(9520);
		one.set('jam', 0);
		expect(one.size).toBe(1);
	});

	it('names what cannot be ordered', () => {
		const one = cart();
		one.set('jam', 7);
		one.set('honey', 11);
		expect(one.error(products[1]!)).toEqual({ kind: 'multiple', of: 6 });
		expect(one.error(products[0]!)).toEqual({ kind: 'too_many', left: 10 });
		expect(one.hasErrors).toBe(true);
	});

	it('counts what the order itself holds as left for it', () => {
		const one = cart(0, new Map([['honey', 5]]));
		one.set('honey', 15);
		expect(one.hasErrors).toBe(false);
	});

	it('follows the guests', () => {
		const one = cart(7);
		one.set('jam', 1, true);
		expect(one.units(products[1]!)).toBe(12);
		expect(one.hasErrors).toBe(false);
		expect(one.totals.net.amount).toBe(12_000);
	});

	it('knows a draft by its shape', () => {
		expect(isOrderDraft({ lines: [{ product_id: 'a', quantity: 1, per_guest: false }], note: '', delivery_point_id: 'x' })).toBe(true);
		expect(isOrderDraft({ lines: [{ product_id: 'a', quantity: '1', per_guest: false }], note: '', delivery_point_id: 'x' })).toBe(false);
		expect(isOrderDraft(null)).toBe(false);
	});
});
