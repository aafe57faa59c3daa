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
	const again = againAs({ order: { code: 'ABC' } as Schema<'Order'>, lines }, ['jam', 'tea', 'cheese']);
	expect(again.lines).toEqual([
		{ product_id: 'jam', quantity: 6, per_guest: false },
		{ product_id: 'tea', quantity: 2, per_guest: true }
	]);
	expect(again.notSold.map(({ name_es }) => name_es)).toEqual(['Licor']);
});
