import { describe, expect, it } from 'vitest';
import { artFor } from './family-art.ts';

describe('artFor', () => {
	it('knows the families of the region by their words', () => {
		expect(artFor('mermeladas')).toBe('jam');
		expect(artFor('Lácteos')).toBe('cheese');
		expect(artFor('smoked_fish')).toBe('fish');
		expect(artFor('Infusiones y hierbas')).toBe('herb');
	});

	it('falls back to a jar', () => {
		expect(artFor('otra cosa')).toBe('jam');
	});
});
