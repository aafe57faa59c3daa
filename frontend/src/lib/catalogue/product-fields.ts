import type { Schema } from '#lib/app/api/types.ts';
import type { Choice, FieldSpec } from '#lib/ui/forms/fields.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

const choices = (words: Readonly<Record<string, string>>): Choice[] => Object.entries(words).map(([value, label]) => ({ value, label }));

/** A family of products, by its code. */
export function familyNames(t: Dictionary, of?: Schema<'Family'>): FieldSpec[] {
	return [
		{ name: 'name_es', label: t.forms.nameEs, start: of?.name_es },
		{ name: 'name_en', label: t.forms.nameEn, start: of?.name_en }
	];
}

export function familyFields(t: Dictionary): FieldSpec[] {
	return [{ name: 'code', label: t.forms.code, hint: t.forms.codeHint }, ...familyNames(t)];
}

export function productFields(t: Dictionary, families: readonly Schema<'Family'>[], of?: Schema<'Product'>): FieldSpec[] {
	const words = t.catalogue;
	return [
		{ name: 'code', label: t.forms.code, hint: t.forms.codeHint, start: of?.code },
		{
			name: 'family_id',
			label: t.catalogue.family,
			kind: 'choice',
			start: of?.family_id,
			choices: families.map(({ id, name_es }) => ({ value: id, label: name_es }))
		},
		{ name: 'name_es', label: t.forms.nameEs, start: of?.name_es },
		{ name: 'name_en', label: t.forms.nameEn, start: of?.name_en },
		{ name: 'net_content', label: words.netContent, kind: 'whole', min: 1, start: of?.net_content },
		{ name: 'net_unit', label: words.netUnit, kind: 'choice', start: of?.net_unit ?? 'g', choices: choices(t.kinds.net_unit) },
		{ name: 'lot_size', label: words.lotSize, hint: words.lotHint, kind: 'whole', min: 1, start: of?.lot_size },
		{ name: 'order_multiple', label: words.multiple, hint: words.multipleHint, kind: 'whole', min: 1, start: of?.order_multiple ?? 1 },
		{ name: 'shelf_life_days', label: words.staffShelfLife, kind: 'whole', min: 1, max: 3650, start: of?.shelf_life_days },
		{ name: 'storage', label: t.catalogue.storage, kind: 'choice', start: of?.storage ?? 'ambient', choices: choices(t.kinds.storage) },
		{ name: 'vat_bps', label: words.vat, kind: 'percent', min: 0, max: 10_000, start: of?.vat_bps ?? 1900 },
		{
			name: 'allergens_declared',
			label: words.allergensDeclared,
			hint: of?.allergens_unresolved ? words.allergensUnresolved(of.allergens_unresolved) : words.allergensDeclaredHint,
			kind: 'choice',
			start: of && (of.allergens_declared_at ? 'yes' : 'no'),
			choices: choices(words.allergensDeclaredChoice)
		},
		{ name: 'allergens', label: words.allergens, kind: 'many', optional: true, start: of?.allergens, choices: choices(words.allergen) },
		{
			name: 'may_contain',
			label: words.mayContain,
			kind: 'many',
			optional: true,
			start: of?.may_contain,
			choices: choices(words.allergen)
		},
		{
			name: 'practices',
			label: t.catalogue.practices,
			kind: 'many',
			optional: true,
			start: of?.practices,
			choices: choices(t.catalogue.practice)
		},
		{ name: 'description_es', label: t.members.storyEs, kind: 'area', optional: true, start: of?.description_es },
		{ name: 'description_en', label: t.members.storyEn, kind: 'area', optional: true, start: of?.description_en },
		{ name: 'ingredients_es', label: words.ingredientsEs, kind: 'area', optional: true, start: of?.ingredients_es },
		{ name: 'ingredients_en', label: words.ingredientsEn, kind: 'area', optional: true, start: of?.ingredients_en }
	];
}

/** The input of the product form: it asks whether the allergens are declared, since no tick may mean that nobody looked. */
export type ProductForm = Schema<'ProductInput'> & { readonly allergens_declared: 'yes' | 'no' };

/** The request of a product form. Ticked allergens are a declaration, whatever the question says. */
export function productInput({ allergens_declared, allergens = [], may_contain = [], ...rest }: ProductForm): Schema<'ProductInput'> {
	const declared = allergens_declared === 'yes' || allergens.length > 0 || may_contain.length > 0;
	return declared ? { ...rest, allergens, may_contain } : rest;
}
