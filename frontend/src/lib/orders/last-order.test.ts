import { expect, test } from 'vitest';
import type { Schema } from '#lib/app/api/types.ts';
import { againAs } from './last-order.ts';

test('an order is repeated as it was wanted, without what is no longer sold', () => {
	const lines = [
		{ product_id: 'jam', quantity: 4, wanted: 6 },
		{ product_id: 'tea', quantity: 12, per_guest: 2 },
		{ product_id: 'cheese', quantity: 0 },
		{ product_id: 'gone', quantity: 3, name_es: 'Licor' }
	] as Schema<'OrderLine'>[];
	const baskets = [
		{ product_id: 'basket', quantity: 2 },
		{ product_id: 'gone-basket', quantity: 1, name_es: 'Canasta' }
	] as Schema<'OrderBasket'>[];
	const again = againAs({ order: { code: 'ABC' } as Schema<'Order'>, lines, baskets }, ['jam', 'tea', 'cheese', 'basket']);
	expect(again.lines).toEqual([
		{ product_id: 'jam', quantity: 6, per_guest: false },
		{ product_id: 'tea', quantity: 2, per_guest: true },
		{ product_id: 'basket', quantity: 2, per_guest: false }
	]);
	expect(again.notSold.map(({ name_es }) => name_es)).toEqual(['Licor', 'Canasta']);
});
