import { describe, expect, it } from 'vitest';
import { xOf, band, yOf, line } from './season-chart.ts';

const point = (lowest: number, highest: number) => ({ lowest, median: lowest, highest, gap: 0, lot: 0 });

describe('the season in a drawing', () => {
	it('puts each cycle in the middle of its part', () => {
		expect([xOf(0, 2), xOf(1, 2), xOf(0, 0)]).toEqual([25, 75, 50]);
	});

	it('keeps every value within the drawing', () => {
		expect([yOf(0, 10), yOf(10, 10), yOf(20, 10), yOf(-1, 10), yOf(3, 0)]).toEqual([40, 0, 0, 40, 40]);
	});

	it('draws the band there and back', () => {
		expect(band([point(0, 10), point(5, 10)], 10)).toBe('25.00,0.00 75.00,0.00 75.00,20.00 25.00,40.00');
		expect(line([0, 10], 10)).toBe('25.00,40.00 75.00,0.00');
	});
});
