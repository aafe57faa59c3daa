import type { Schema } from '#lib/app/api/types.ts';
import { localeOf, type Language } from '#lib/app/format/money.ts';
import type { Choice, FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** The days of the week, 1 = Monday. */
export function weekdays(language: Language): Choice[] {
	// 5 January 2026 was a Monday.
	return [1, 2, 3, 4, 5, 6, 7].map((day) => ({
		value: String(day),
		label: new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' }).format(
			new Date(Date.UTC(2026, 0, 4 + day, 12))
		)
	}));
}

/** The weekly schedule of a calendar; `at` is its path in the request. */
export function scheduleFields(t: Dictionary, at: string, of?: Schema<'Calendar'>): FieldSpec[] {
	return [
		{ name: `${at}opens_days_before`, label: t.cycles.opensBefore, kind: 'whole', min: 0, max: 60, start: of?.opens_days_before ?? 10 },
		{ name: `${at}cut_off_days_before`, label: t.cycles.cutOffBefore, kind: 'whole', min: 0, max: 60, start: of?.cut_off_days_before ?? 4 },
		{ name: `${at}cut_off_time`, label: t.cycles.cutOffTime, kind: 'time', start: of?.cut_off_time.slice(0, 5) ?? '18:00' },
		{ name: `${at}weeks_ahead`, label: t.cycles.weeksAhead, kind: 'whole', min: 1, max: 26, start: of?.weeks_ahead ?? 4 }
	];
}
