import { describe, expect, it } from 'vitest';
import { barLength, roundMax, stack } from './scale.ts';

describe('scale', () => {
	it('keeps every value within the bar', () => {
		expect(barLength(5, 10)).toBe(50);
		expect(barLength(12, 10)).toBe(100);
		expect(barLength(-3, 10)).toBe(0);
		expect(barLength(3, 0)).toBe(0);
	});

	it('finds a round maximum at or above all values', () => {
		expect(roundMax([])).toBe(1);
		expect(roundMax([0.34])).toBeCloseTo(0.4);
		expect(roundMax([12, 118])).toBe(120);
		expect(roundMax([1000])).toBe(1000);
	});

	it('stacks parts without gaps to the whole', () => {
		const parts = stack([700, 200, 100]);
		expect(parts.map((part) => Math.round(part.start))).toEqual([0, 70, 90]);
		expect(parts.reduce((sum, part) => sum + part.length, 0)).toBeCloseTo(100);
	});
});
