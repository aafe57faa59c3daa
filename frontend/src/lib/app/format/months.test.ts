import { describe, expect, it } from 'vitest';
import { monthName, monthSpans } from './months.ts';

describe('months', () => {
	it('are named in both languages', () => {
		expect(monthName(1, 'es')).toBe('enero');
		expect(monthName(12, 'en')).toBe('December');
	});

	it('join into spans, also over the turn of the year', () => {
		expect(monthSpans([1, 2, 3, 5])).toEqual([
			[1, 3],
			[5, 5]
		]);
		expect(monthSpans([12, 1, 2, 5])).toEqual([
			[5, 5],
			[12, 2]
		]);
		expect(monthSpans([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toEqual([]);
		expect(monthSpans([])).toEqual([]);
	});
});
