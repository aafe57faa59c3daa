import { describe, expect, it } from 'vitest';
import { STATES, nextStep } from './next-step.ts';

describe('nextStep', () => {
	it('names one thing to do in each state', () => {
		expect(STATES.map((state) => nextStep(state))).toEqual([
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
		expect(nextStep('delivering', false)).toBe('receive');
		expect(nextStep('delivering', true)).toBe('deliver');
	});

	it('follows the money of what was delivered to its end', () => {
		const states = ['collecting', 'stating', 'paying_out', 'paid_out'] as const;
		expect(states.map((money) => nextStep('delivered', true, money))).toEqual(['collect', 'state', 'pay_out', 'nothing']);
		expect(states.map((money) => nextStep('delivering', true, money))).toEqual(states.map(() => 'deliver'));
	});
});
