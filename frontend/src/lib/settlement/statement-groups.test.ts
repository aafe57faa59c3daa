import { describe, expect, it } from 'vitest';
import { groupLines, productOf, totalsOf } from './statement-groups.ts';

const peso = (amount: number) => ({ amount, currency: 'CLP' as const });

describe('groupLines', () => {
	const lines = [
		{ position: 1, kind: 'carried' as const, description: 'Saldo anterior', amount: peso(-50) },
		{ position: 2, kind: 'share' as const, description: 'Miel', pool_id: 'a', quantity: 12, amount: peso(4000) },
		{ position: 3, kind: 'commission' as const, description: 'Miel', pool_id: 'a', amount: peso(-400) },
		{ position: 4, kind: 'share' as const, description: 'Miel', pool_id: 'a', amount: peso(100) },
		{ position: 5, kind: 'share' as const, description: 'Queso', pool_id: 'b', quantity: 1, amount: peso(7) }
	];

	it('reads the lines of a pool as one row, and loses none', () => {
		const groups = groupLines(lines);
		expect(groups.map(({ key, quantity, sum }) => [key, quantity, sum.amount])).toEqual([
			[1, undefined, -50],
			[2, 12, 3600],
			[4, undefined, 100],
			[5, 1, 7]
		]);
		expect(groups[1]?.parts.commission).toEqual(peso(-400));
		const total = lines.reduce((sum, { amount }) => sum + amount.amount, 0);
		expect(groups.reduce((sum, group) => sum + group.sum.amount, 0)).toBe(total);
	});

	it('adds up each kind', () => {
		expect([...totalsOf(lines)].map(([kind, { amount }]) => [kind, amount])).toEqual([
			['carried', -50],
			['share', 4107],
			['commission', -400]
		]);
	});
});

describe('productOf', () => {
	it('leaves the code of the cycle away, and nothing else', () => {
		expect(productOf('Miel de ulmo · cuenca-2026-10-21')).toBe('Miel de ulmo');
		expect(productOf('Miel · 500 g · cuenca-2026-10-21')).toBe('Miel · 500 g');
		expect(productOf('Saldo anterior')).toBe('Saldo anterior');
	});
});
