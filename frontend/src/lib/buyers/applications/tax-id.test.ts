import { describe, expect, it } from 'vitest';
import { isTaxId, typedRut } from './tax-id.ts';

describe('a tax id', () => {
	it('is formatted while it is typed, and left alone where it is foreign', () => {
		expect(['7', '76', '765', '7.65-4', '76.543.2103', '76k'].map(typedRut)).toEqual(['7', '7-6', '76-5', '765-4', '76.543.210-3', '76-K']);
		expect(typedRut('AR 30-71234567-1')).toBe('AR 30-71234567-1');
	});

	it('is a RUT, or follows the letters of another country', () => {
		expect(['76.543.210-3', 'AR 30-71234567-1', 'de123'].every(isTaxId)).toBe(true);
		expect(['76.543.210-4', 'CL 76.543.210-4', 'AR', 'AR --'].some(isTaxId)).toBe(false);
	});
});
