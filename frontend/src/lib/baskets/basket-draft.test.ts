import { describe, expect, it } from 'vitest';
import {
	componentsOf,
	withEarlier,
	withoutSubstitute,
	withProduct,
	withQuantity,
	withSubstitute,
	type DraftProduct
} from './basket-draft.ts';

const product = (product_id: string): DraftProduct => ({
	product_id,
	name_es: product_id,
	name_en: product_id,
	net_content: 1,
	net_unit: 'unit'
});

describe('a basket that is composed', () => {
	it('has each product once', () => {
		const items = withProduct(withProduct(withProduct([], product('jam')), product('tea')), product('jam'));
		expect(componentsOf(items)).toEqual([
			{ product_id: 'jam', quantity: 2, substitutes: [] },
			{ product_id: 'tea', quantity: 1, substitutes: [] }
		]);
		expect(componentsOf(withQuantity(items, 'jam', 0)).map(({ product_id }) => product_id)).toEqual(['tea']);
	});

	it('keeps the order of its substitutes', () => {
		let items = withProduct([], product('jam'));
		for (const one of ['tea', 'honey', 'tea', 'jam']) items = withSubstitute(items, 'jam', product(one));
		const substitutes = (): string[] => componentsOf(items)[0]?.substitutes ?? [];
		expect(substitutes()).toEqual(['tea', 'honey']);
		items = withEarlier(withEarlier(items, 'jam', 'honey'), 'jam', 'honey');
		expect(substitutes()).toEqual(['honey', 'tea']);
		items = withoutSubstitute(items, 'jam', 'honey');
		expect(substitutes()).toEqual(['tea']);
	});
});
