import { describe, expect, it } from 'vitest';
import { isLeft, leave, takeBack } from './unsent-input.ts';

describe('what a person left in a form', () => {
	it('waits for that person, once', () => {
		leave('family', 'ana', { code: 'miel', months: ['1'] });
		expect(isLeft('family', 'ana')).toBe(true);
		expect([isLeft('family', 'beto'), isLeft('family', undefined), isLeft('product', 'ana')]).toEqual([false, false, false]);
		expect(takeBack('family', 'ana')).toEqual({ code: 'miel', months: ['1'] });
		expect(takeBack('family', 'ana')).toBeNull();
	});

	it('is shown to nobody else', () => {
		leave('bank', 'ana', { account: '123' });
		expect(takeBack('bank', 'beto')).toBeNull();
		expect(takeBack('bank', 'ana')).toBeNull();
	});
});
