import type { Schema } from '#lib/app/api/types.ts';
import { named } from '#lib/app/format/localized.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';

/** A part of the application's form. */
export interface Section {
	readonly key: 'business' | 'delivery' | 'contact' | 'purchases';
	readonly fields: readonly FieldSpec[];
}

/** The parts of the form, in the order in which a person fills them in. `elsewhere`: deliveries go to another address. */
export function applicationSections(t: Dictionary, kinds: readonly Schema<'BusinessKind'>[], elsewhere: boolean): readonly Section[] {
	const words = t.applications;
	const place: FieldSpec[] = [
		{ name: 'delivery_address', label: words.address },
		{ name: 'delivery_comuna', label: words.comuna }
	];
	return [
		{
			key: 'business',
			fields: [
				{
					name: 'segment_id',
					label: words.segment,
					kind: 'choice',
					choices: kinds.map((kind) => ({ value: kind.id, label: named(kind, 'name') }))
				},
				{ name: 'name', label: words.name, autocomplete: 'organization' },
				{ name: 'legal_name', label: words.legalName },
				{ name: 'tax_id', label: words.taxId, hint: words.taxIdHint },
				{ name: 'activity', label: words.activity },
				{ name: 'address', label: words.address },
				{ name: 'comuna', label: words.comuna }
			]
		},
		{
			key: 'delivery',
			fields: [...(elsewhere ? place : []), { name: 'delivery_hours', label: words.hours, hint: words.hoursHint }]
		},
		{
			key: 'contact',
			fields: [
				{ name: 'contact_name', label: words.contactName, autocomplete: 'name' },
				{ name: 'email', label: words.email, hint: words.emailHint, kind: 'email', autocomplete: 'email' },
				{ name: 'phone', label: words.phone, optional: true, autocomplete: 'tel' }
			]
		},
		{
			key: 'purchases',
			fields: [
				{ name: 'expected_purchases', label: words.expected, kind: 'area', optional: true },
				{ name: 'referral', label: words.referral, optional: true }
			]
		}
	];
}
