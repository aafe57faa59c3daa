import type { Schema } from '#lib/app/api/types.ts';
import type { Choice, FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** The terms of a buyer's account; `at` is their path in the request. */
export function buyerFields(
	t: Dictionary,
	segments: readonly Choice[],
	zones: readonly Choice[],
	at = '',
	of?: Schema<'BuyerAccount'>
): FieldSpec[] {
	const words = t.buyers;
	return [
		{ name: `${at}segment_id`, label: words.segment, kind: 'choice', choices: segments, start: of?.segment_id },
		{ name: `${at}zone_id`, label: t.cycles.zone, kind: 'choice', choices: zones, start: of?.zone_id },
		{
			name: `${at}payment_terms_days`,
			label: words.termsDays,
			hint: words.termsHint,
			kind: 'whole',
			min: 0,
			max: 365,
			start: of?.payment_terms_days ?? 30
		},
		{
			name: `${at}terms_agreement_number`,
			label: words.agreementNumber,
			hint: words.agreementHint,
			optional: true,
			start: of?.terms_agreement_number
		},
		{ name: `${at}terms_agreement_on`, label: words.agreementOn, kind: 'date', optional: true, start: of?.terms_agreement_on },
		{
			name: `${at}invoicing_terms`,
			label: words.invoicing,
			kind: 'choice',
			start: of?.invoicing_terms ?? 'per_delivery',
			choices: Object.entries(t.kinds.invoicing_terms).map(([value, label]) => ({ value, label }))
		},
		{ name: `${at}credit_limit`, label: words.creditLimit, hint: words.creditHint, kind: 'money', optional: true, start: of?.credit_limit },
		{ name: `${at}order_minimum`, label: words.orderMinimum, kind: 'money', start: of?.order_minimum ?? { amount: 0, currency: 'CLP' } },
		{ name: `${at}priority`, label: words.priority, hint: words.priorityHint, kind: 'whole', min: 1, max: 9, start: of?.priority ?? 5 }
	];
}
