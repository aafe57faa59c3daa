import { describe, expect, it } from 'vitest';
import { STATES, whatNext } from './next-step.ts';

describe('whatNext', () => {
	it('names one thing to do in each state', () => {
		expect(STATES.map((state) => whatNext(state))).toEqual([
			'open',
			'wait_orders',
			'allocate',
			'publish',
			'receive',
			'under_way',
			'collect'
		]);
	});

	it('leads from reception to delivery by what is packed', () => {
		expect(whatNext('delivering', false)).toBe('receive');
		expect(whatNext('delivering', true)).toBe('deliver');
	});

	it('follows the money of what was delivered to its end', () => {
		const states = ['collecting', 'stating', 'paying_out', 'paid_out'] as const;
		expect(states.map((money) => whatNext('delivered', true, money))).toEqual(['collect', 'state', 'pay_out', 'nothing']);
		expect(states.map((money) => whatNext('delivering', true, money))).toEqual(states.map(() => 'deliver'));
	});
});
