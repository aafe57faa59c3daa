import { describe, expect, it } from 'vitest';
import type { Schema } from '#lib/app/api/types.ts';
import { isStandingDraft, toDraft, toSplit, toWire } from './standing-order-draft.ts';

const detail = (rule: string): Schema<'StandingOrderDetail'> => ({
	standing_order: {
		id: 's',
		code: 'ABC',
		buyer_id: 'b',
		name: 'Desayunos',
		delivery_point_id: 'p',
		rule,
		starts_on: '2026-03-01',
		state: 'active',
		version: 1
	},
	lines: [{ product_id: 'honey', quantity: 2, per_guest: true }],
	pauses: [],
	settled_dates: []
});

describe('standing order', () => {
	it('goes through the editor unchanged', () => {
		const wire = toWire(toDraft(detail('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR')));
		expect(wire.rule).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR');
		expect(wire.ends_on).toBeUndefined();
		expect(wire.lines).toEqual([{ product_id: 'honey', quantity: 2, per_guest: true }]);
	});

	it('keeps a rule it cannot say until days are chosen', () => {
		const draft = toDraft(detail('FREQ=MONTHLY;BYDAY=1TU'));
		expect(toWire(draft).rule).toBe('FREQ=MONTHLY;BYDAY=1TU');
		expect(toWire({ ...draft, days: ['MO'] }).rule).toBe('FREQ=WEEKLY;BYDAY=MO');
	});

	it('changes from a date on with the terms of the draft', () => {
		const draft = { ...toDraft(detail('FREQ=WEEKLY;BYDAY=TU')), from_date: '2026-04-07' };
		expect(toSplit(toWire(draft))).toMatchObject({ from_date: '2026-04-07', name: 'Desayunos', rule: 'FREQ=WEEKLY;BYDAY=TU' });
		expect(toSplit(toWire(draft))).not.toHaveProperty('starts_on');
	});

	it('leaves out lines that say nothing yet, and knows its draft', () => {
		const draft = { ...toDraft(detail('FREQ=WEEKLY;BYDAY=TU')), lines: [{ product_id: '', quantity: 3, per_guest: false }] };
		expect(toWire(draft).lines).toEqual([]);
		expect(isStandingDraft(draft)).toBe(true);
		expect(isStandingDraft({ name: 'x' })).toBe(false);
	});
});
