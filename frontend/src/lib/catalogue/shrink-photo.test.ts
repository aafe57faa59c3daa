import { expect, it } from 'vitest';
import { reducedSize } from './shrink-photo.ts';

it('reduces the longer side to 3200 pixels, and enlarges nothing', () => {
	expect(reducedSize(4000, 3000)).toEqual({ width: 3200, height: 2400 });
	expect(reducedSize(3000, 4000)).toEqual({ width: 2400, height: 3200 });
	expect(reducedSize(800, 600)).toEqual({ width: 800, height: 600 });
	expect(reducedSize(20_000, 1)).toEqual({ width: 3200, height: 1 });
});
