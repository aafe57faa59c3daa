import { describe, expect, it } from 'vitest';
import { addressOf } from './suggestions.ts';

describe('a suggestion', () => {
	it('leads to what it names', () => {
		const texts = { text_es: 'Mieles del Baker', text_en: 'Honeys' };
		expect(addressOf({ kind: 'product', product_id: 'p1', ...texts })).toBe('/catalogo/p1');
		expect(addressOf({ kind: 'family', family_code: 'mieles & más', ...texts })).toBe('/catalogo?family=mieles%20%26%20m%C3%A1s');
		expect(addressOf({ kind: 'maker', ...texts })).toBe('/catalogo?maker=Mieles%20del%20Baker');
		expect(addressOf({ kind: 'search', ...texts })).toBe('/catalogo?q=Mieles%20del%20Baker');
	});
});
