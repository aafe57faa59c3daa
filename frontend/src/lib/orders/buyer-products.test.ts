import { expect, test } from 'vitest';
import { asOrdered, type BuyerProduct } from './buyer-products.ts';
import type { Schema } from '#lib/app/api/types.ts';

const product = (id: string) =>
	({
		product: { id, code: 'nuevo', name_es: 'Nuevo', net_content: 750, order_multiple: 5, vat_bps: 1900 },
		prices: []
	}) as unknown as BuyerProduct;

test('a product of the order is offered as it was ordered, and others as they are', () => {
	const line = {
		product_id: 'a',
		product_code: 'viejo',
		name_es: 'Viejo',
		name_en: 'Old',
		net_content: 375,
		net_unit: 'ml',
		order_multiple: 6
	};
	const [ordered, other] = asOrdered([product('a'), product('b')], [line as Schema<'OrderLine'>]);
	expect(ordered?.product).toMatchObject({ id: 'a', code: 'viejo', name_es: 'Viejo', net_content: 375, order_multiple: 6, vat_bps: 1900 });
	expect(other?.product).toMatchObject({ id: 'b', code: 'nuevo', net_content: 750, order_multiple: 5 });
});
