import { describe, expect, it } from 'vitest';
import { es } from '#lib/app/i18n/all-texts.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { reasonForStaff, groupIssues } from './occurrence-issues.ts';

const issues = (id: string, state: Schema<'OccurrenceState'>): Schema<'OccurrenceIssue'> => ({
	standing_order_id: 's',
	standing_order_name: 'Desayuno',
	buyer_id: 'b',
	buyer_name: 'Lodge',
	occurrence: { id, date: '2026-03-06', state, changes: [] }
});

describe('dates of standing orders that staff are issues of', () => {
	it('stand with the blocked first, and those skipped apart', () => {
		const { short, skipped } = groupIssues([
			issues('a', 'reduced'),
			issues('b', 'skipped'),
			issues('c', 'blocked'),
			issues('d', 'reduced')
		]);
		expect(short.map(({ occurrence }) => occurrence.id)).toEqual(['c', 'a', 'd']);
		expect(skipped.map(({ occurrence }) => occurrence.id)).toEqual(['b']);
	});

	it('say why in the buyer’s words, but never "usted"', () => {
		expect(reasonForStaff('capacity', es)).toBe(es.orders.reason.capacity);
		expect(reasonForStaff('left_out', es)).toBe('el comprador la saltó');
		const all = Object.keys(es.orders.reason) as Schema<'OccurrenceReason'>[];
		for (const reason of all) expect(reasonForStaff(reason, es)).not.toMatch(/\busted\b|\bsu\b/);
	});
});
