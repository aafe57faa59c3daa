import { describe, expect, it } from 'vitest';
import { hasKeptInput, keepInput, takeInput } from './unsent-input.ts';

describe('what a person left in a form', () => {
	it('waits for that person, once', () => {
		keepInput('family', 'ana', { code: 'miel', months: ['1'] });
		expect(hasKeptInput('family', 'ana')).toBe(true);
		expect([hasKeptInput('family', 'beto'), hasKeptInput('family', undefined), hasKeptInput('product', 'ana')]).toEqual([
			false,
			false,
			false
		]);
		expect(takeInput('family', 'ana')).toEqual({ code: 'miel', months: ['1'] });
		expect(takeInput('family', 'ana')).toBeNull();
	});

	it('is shown to nobody else', () => {
		keepInput('bank', 'ana', { account: '123' });
		expect(takeInput('bank', 'beto')).toBeNull();
		expect(takeInput('bank', 'ana')).toBeNull();
	});
});
