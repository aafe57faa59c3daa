import type { Schema } from '#lib/app/api/types.ts';
import { monthName } from '#lib/app/format/months.ts';
import type { Language } from '#lib/app/format/money.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The fields of an offer's terms, for the family that makes it and for staff; `at` is their path in the request. */
export function offerFields(t: Dictionary, language: Language, at = '', offer?: Schema<'Offer'>): FieldSpec[] {
	const words = t.catalogue;
	return [
		{
			name: `${at}capacity_per_week`,
			label: words.capacity,
			hint: words.capacityHint,
			kind: 'whole',
			min: 0,
			max: 1_000_000,
			start: offer?.capacity_per_week
		},
		{
			name: `${at}min_batch`,
			label: words.minBatch,
			hint: words.minBatchHint,
			kind: 'whole',
			min: 1,
			max: 1_000_000,
			optional: true,
			start: offer?.min_batch
		},
		{ name: `${at}lead_days`, label: words.leadDays, kind: 'whole', min: 0, max: 90, start: offer?.lead_days ?? 0 },
		{
			name: `${at}harvest_months`,
			label: words.months,
			kind: 'many',
			numbers: true,
			start: offer?.harvest_months ?? MONTHS,
			choices: MONTHS.map((month) => ({ value: String(month), label: monthName(month, language) }))
		}
	];
}
