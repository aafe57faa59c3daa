import { describe, expect, it } from 'vitest';
import type { Schema } from '#lib/app/api/types.ts';
import { es } from '#lib/app/i18n/all-texts.ts';
import { arrivalNotes } from './arrival-notes.ts';

const delivery = (delivery_date: string, late = false) => ({ cycle_id: delivery_date, delivery_date, cut_off_at: '', late });
const lateDelivery = (delivery_date: string, counted_guests: number, guests: number): Schema<'LateDelivery'> => ({
	cycle_id: delivery_date,
	delivery_date,
	counted_guests,
	guests
});
const notes = (served: ReturnType<typeof delivery> | undefined, late: Schema<'LateDelivery'>[], cancelled = false) =>
	arrivalNotes({ delivery: served, late_deliveries: late }, cancelled, es.orders, (date) => date).map(({ text, warning }) => [
		text,
		warning
	]);

describe('what is said of an arrival', () => {
	it('names the delivery that serves it', () => {
		expect(notes(delivery('13'), [])).toEqual([[es.orders.arrivalServed('13'), false]]);
		expect(notes(undefined, [])).toEqual([[es.orders.arrivalUnserved, true]]);
		expect(notes(undefined, [], true)).toEqual([]);
	});

	it('names each closed delivery that counts other guests', () => {
		expect(notes(delivery('6', true), [lateDelivery('6', 0, 4)])).toEqual([[es.orders.arrivalLate('6'), true]]);
		const moved = notes(delivery('13'), [lateDelivery('6', 1, 0)]);
		expect(moved).toEqual([
			[es.orders.arrivalServed('13'), false],
			[es.orders.arrivalStillCounted('6', '1 huésped'), true]
		]);
		expect(notes(undefined, [lateDelivery('6', 2, 0)], true)).toEqual([[es.orders.arrivalStillCounted('6', '2 huéspedes'), true]]);
	});
});
