import type { FieldSpec } from '#lib/forms/fields.ts';
import type { Dictionary } from '#lib/i18n/index.svelte.ts';

/** A member or a buyer that staff enter. */
export function organisationFields(t: Dictionary): FieldSpec[] {
	return [
		{ name: 'kind', label: t.registry.kind, kind: 'choice', choices: (['producer', 'buyer'] as const).map((value) => ({ value, label: t.kinds.organisation[value] })) },
		{ name: 'code', label: t.forms.code, hint: t.registry.codeHint },
		{ name: 'facts/name', label: t.forms.name },
		{ name: 'facts/legal_name', label: t.session.legalName, hint: t.session.legalNameHint },
		{ name: 'facts/tax_id', label: t.session.taxId, kind: 'rut', optional: true },
		{ name: 'facts/email', label: t.registry.email, kind: 'email', optional: true }
	];
}
