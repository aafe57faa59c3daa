import type { Schema } from '#lib/app/api/types.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** What may be changed about a workshop; `at` is its path in the request. */
export function workshopFields(t: Dictionary, at = '', workshop?: Schema<'WorkshopDetail'>): FieldSpec[] {
	const words = t.members;
	return [
		{ name: `${at}name`, label: t.forms.name, start: workshop?.workshop.name },
		{ name: `${at}comuna`, label: words.comuna, optional: true, start: workshop?.workshop.comuna },
		{
			name: `${at}tax_status`,
			label: words.taxStatus,
			kind: 'choice',
			start: workshop?.tax_status,
			choices: Object.entries(t.kinds.tax_status).map(([value, label]) => ({ value, label }))
		},
		{
			name: `${at}overall_limit_bps`,
			label: words.limit,
			hint: words.limitHint,
			kind: 'percent',
			min: 1,
			max: 10_000,
			optional: true,
			start: workshop?.overall_limit_bps
		},
		{ name: `${at}story_es`, label: words.storyEs, kind: 'area', optional: true, start: workshop?.story_es },
		{ name: `${at}story_en`, label: words.storyEn, kind: 'area', optional: true, start: workshop?.story_en },
		...(workshop
			? [
					{
						name: `${at}left_on`,
						label: words.leavesOn,
						hint: words.leavesHint,
						kind: 'date' as const,
						optional: true,
						start: workshop.workshop.left_on
					}
				]
			: [])
	];
}
