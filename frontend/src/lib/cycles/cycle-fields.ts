import type { Schema } from '#lib/app/api/types.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** The instants of a cycle; `at` is their path in the request. */
export function instantFields(t: Dictionary, at: string, cycle?: Schema<'Cycle'>): FieldSpec[] {
	return [
		{ name: `${at}opens_at`, label: t.cycles.opensAt, kind: 'instant', start: cycle?.opens_at },
		{ name: `${at}cut_off_at`, label: t.cycles.cutOff, hint: t.cycles.cutOffHint, kind: 'instant', start: cycle?.cut_off_at },
		{ name: `${at}respond_by`, label: t.cycles.respondBy, hint: t.cycles.respondByHint, kind: 'instant', start: cycle?.respond_by }
	];
}

export function cycleFields(t: Dictionary, zones: readonly Schema<'Zone'>[]): FieldSpec[] {
	return [
		{ name: 'zone_id', label: t.cycles.zone, kind: 'choice', choices: zones.map(({ id, name }) => ({ value: id, label: name })) },
		{ name: 'delivery_date', label: t.cycles.delivery, kind: 'date' },
		...instantFields(t, 'times/')
	];
}
