import { describe, expect, it } from 'vitest';
import { countFilters, filtersOf } from './filters.ts';

describe('filters', () => {
	it('come from the address', () => {
		const found = filtersOf(new URLSearchParams('q=miel&family=miel&family=queso&free_of=gluten&month=12&offset=24'));
		expect(found).toEqual({
			q: 'miel',
			family: ['miel', 'queso'],
			free_of: ['gluten'],
			practice: [],
			place: [],
			maker: [],
			month: 12,
			available_on: null,
			offset: 24
		});
		expect(countFilters(found)).toBe(4);
	});

	it('keepInput out what makes no sense', () => {
		const found = filtersOf(new URLSearchParams('month=13&offset=-4&place='));
		expect(found).toMatchObject({ month: null, offset: 0, place: [] });
		expect(countFilters(found)).toBe(0);
	});
});
