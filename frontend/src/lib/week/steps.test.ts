import { describe, expect, it } from 'vitest';
import { STATES, whatNext } from './steps';

describe('whatNext', () => {
	it('names one thing to do in each state', () => {
		expect(STATES.map((state) => whatNext(state))).toEqual(['open', 'wait_orders', 'allocate', 'publish', 'receive', 'under_way', 'settle']);
	});

	it('leads from reception to delivery by what is packed', () => {
		expect(whatNext('delivering', false)).toBe('receive');
		expect(whatNext('delivering', true)).toBe('deliver');
	});

	it('ends when all pools are settled', () => {
		expect(whatNext('delivered', true, true)).toBe('nothing');
		expect(whatNext('delivering', true, true)).toBe('deliver');
	});
});
