import type { Schema } from '#lib/app/api/types.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** A sentence about a delivery and an arrival. */
export interface ArrivalNote {
	readonly text: string;
	readonly warning: boolean;
}

/** Which delivery serves an arrival, and which have closed and go on counting other guests of it. */
export function arrivalNotes(
	{ delivery, late_deliveries }: Pick<Schema<'Arrival'>, 'delivery' | 'late_deliveries'>,
	cancelled: boolean,
	t: Dictionary['orders'],
	weekday: (date: string) => string
): ArrivalNote[] {
	const late = late_deliveries.map(({ delivery_date, counted_guests }) => {
		const day = weekday(delivery_date);
		return { text: counted_guests === 0 ? t.arrivalLate(day) : t.arrivalStillCounted(day, t.guests(counted_guests)), warning: true };
	});
	if (cancelled || delivery?.late) return late;
	if (!delivery) return [{ text: t.arrivalUnserved, warning: true }, ...late];
	return [{ text: t.arrivalServed(weekday(delivery.delivery_date)), warning: false }, ...late];
}
