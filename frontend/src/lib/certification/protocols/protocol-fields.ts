import type { Schema } from '#lib/app/api/types.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Criterion } from './by-attribute.ts';

const ATTRIBUTES = ['origin', 'tradition', 'craft', 'hygiene', 'environment'] as const;
const SEVERITIES = ['mandatory', 'major', 'minor'] as const;

/** The fields of a version's terms; `at` is where they stand in the request. */
export function termsFields({ protocols: t }: Dictionary, at: '' | 'terms/', now?: Schema<'Protocol'>): FieldSpec[] {
	const most = (name: 'max_open_major' | 'max_open_minor', label: string, start: number): FieldSpec => ({
		name: `${at}${name}`,
		label,
		kind: 'whole',
		min: 0,
		max: 60,
		start: now?.[name] ?? start
	});
	return [
		{ name: `${at}summary_es`, label: t.summaryEs, hint: t.summaryHint, kind: 'area', start: now?.summary_es },
		{ name: `${at}summary_en`, label: t.summaryEn, kind: 'area', start: now?.summary_en },
		most('max_open_major', t.maxMajor, 0),
		most('max_open_minor', t.maxMinor, 2)
	];
}

/** The fields of a criterion; its code is asked only for a new one. */
export function criterionFields({ protocols: t }: Dictionary, now?: Criterion): FieldSpec[] {
	const area = (name: keyof Criterion, label: string, hint?: string): FieldSpec => ({
		name,
		label,
		hint,
		kind: 'area',
		start: now?.[name]
	});
	return [
		...(now ? [] : [{ name: 'code', label: t.code, hint: t.codeHint }]),
		{
			name: 'attribute',
			label: t.attribute,
			kind: 'choice',
			start: now?.attribute,
			choices: ATTRIBUTES.map((value) => ({ value, label: t.attributes[value] }))
		},
		{
			name: 'severity',
			label: t.severity,
			kind: 'choice',
			start: now?.severity,
			choices: SEVERITIES.map((value) => ({ value, label: t.severities[value] }))
		},
		area('text_es', t.textEs),
		area('text_en', t.textEn),
		area('guidance_es', t.guidanceEs, t.guidanceHint),
		area('guidance_en', t.guidanceEn),
		area('evidence_es', t.evidenceEs),
		area('evidence_en', t.evidenceEn)
	];
}
