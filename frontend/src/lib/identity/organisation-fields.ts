import type { Schema } from '#lib/app/api/types.ts';
import { formatRut } from '#lib/app/format/rut.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** The fields of an organisation that can change; `at` is their path in the request. */
export function organisationFacts(t: Dictionary, at = '', of?: Schema<'OrganisationProfile'>): FieldSpec[] {
	return [
		{ name: `${at}name`, label: t.forms.name, start: of?.name },
		{ name: `${at}legal_name`, label: t.identity.legalName, hint: t.identity.legalNameHint, start: of?.legal_name },
		{
			name: `${at}tax_id`,
			label: t.identity.taxId,
			hint: '12.345.678-5',
			kind: 'tax_id',
			optional: true,
			start: of?.tax_id && formatRut(of.tax_id)
		},
		{ name: `${at}email`, label: t.identity.email, kind: 'email', optional: true, start: of?.email },
		{ name: `${at}phone`, label: t.identity.phone, optional: true, start: of?.phone }
	];
}

/** The fields of a new organisation. */
export function organisationFields(t: Dictionary): FieldSpec[] {
	return [
		{
			name: 'kind',
			label: t.identity.kind,
			kind: 'choice',
			choices: (['producer', 'buyer'] as const).map((value) => ({ value, label: t.kinds.organisation[value] }))
		},
		{ name: 'code', label: t.forms.code, hint: t.forms.codeHint },
		...organisationFacts(t, 'facts/')
	];
}
