import type { Schema } from '#lib/app/api/types.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** The name, address and language of a person. */
export function personFields(t: Dictionary, of?: Pick<Schema<'PersonDetail'>, 'name' | 'email' | 'language'>): FieldSpec[] {
	return [
		{ name: 'name', label: t.forms.name, start: of?.name },
		{ name: 'email', label: t.identity.email, kind: 'email', start: of?.email },
		{
			name: 'language',
			label: t.identity.language,
			kind: 'choice',
			start: of?.language ?? 'es',
			choices: Object.entries(t.identity.languages).map(([value, label]) => ({ value, label }))
		}
	];
}
