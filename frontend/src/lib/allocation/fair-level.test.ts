import { describe, expect, it } from 'vitest';
import engine from './engine.json';
import { fairRatios, type Instance } from './fair-level.ts';
import { disagreements } from './producer-ratio.ts';

const product = (id: string, demand_lots: number, unit_value = 100) => ({ id, lot_size: 1, unit_value, demand_lots });
const may = (member: string, id: string, capacity_lots: number) => ({ member, product: id, capacity_lots });
const member = (id: string, target_share = 1, capacity_value?: number) =>
	capacity_value === undefined ? { id, target_share } : { id, target_share, capacity_value };

function ratios(instance: Instance): Record<string, number> {
	return Object.fromEntries([...fairRatios(instance)].map(([id, ratio]) => [id, Math.round(ratio * 1e6) / 1e6]));
}

describe('the fair level, found again', () => {
	it('gives by share', () => {
		const instance = {
			members: [member('A', 1), member('B', 3)],
			products: [product('x', 8)],
			eligibility: [may('A', 'x', 9), may('B', 'x', 9)]
		};
		expect(ratios(instance)).toEqual({ A: 200, B: 200 });
	});

	it('lets the others rise where one is held by its capacity', () => {
		const instance = {
			members: [member('A'), member('B'), member('C')],
			products: [product('x', 9)],
			eligibility: [may('A', 'x', 1), may('B', 'x', 9), may('C', 'x', 9)]
		};
		expect(ratios(instance)).toEqual({ A: 100, B: 400, C: 400 });
	});

	it('lifts the worst-off first with what they alone can make', () => {
		const instance = {
			members: [member('A'), member('B')],
			products: [product('x', 4), product('y', 4)],
			eligibility: [may('A', 'x', 9), may('B', 'x', 9), may('A', 'y', 9)]
		};
		expect(ratios(instance)).toEqual({ A: 400, B: 400 });
	});

	it('counts what was carried, fixed and limited', () => {
		const instance = {
			members: [member('A'), member('B'), member('C', 1, 50)],
			products: [product('x', 7)],
			eligibility: [may('A', 'x', 9), may('B', 'x', 9), may('C', 'x', 9)],
			history: { A: 300 },
			pins: [{ member: 'B', product: 'x', lots: 1 }]
		};
		expect(ratios(instance)).toEqual({ A: 850, B: 100, C: 50 });
	});

	it('leaves alone who may make nothing', () => {
		const instance = {
			members: [member('A'), member('B')],
			products: [product('x', 2)],
			eligibility: [may('A', 'x', 9)],
			history: { B: 70 }
		};
		expect(ratios(instance)).toEqual({ A: 200, B: 70 });
	});

	it.each(engine.map(({ instance, levels }, index) => [index, instance, levels] as const))(
		'is the engine’s own, instance %i',
		(_, instance, levels) => {
			const published = Object.entries(levels as Record<string, number>).map(([pseudonym, target_ratio]) => ({ pseudonym, target_ratio }));
			expect(published.length).toBe(instance.members.length);
			expect(disagreements(fairRatios(instance as unknown as Instance), published)).toBe(0);
		}
	);
});
