import { i18n } from '#lib/app/i18n/index.svelte.ts';

/** A name that a record has in both languages (`name_es`, `name_en`), in the language of the screen. */
export function named<P extends string>(entity: Readonly<Partial<Record<`${P}_es` | `${P}_en`, string | null>>>, field: P): string {
	const es = entity[`${field}_es`];
	const en = entity[`${field}_en`];
	return (i18n.language === 'en' ? (en ?? es) : (es ?? en)) ?? '';
}

/** A word with its first letter in upper case. */
export function capital(word: string): string {
	return word.charAt(0).toLocaleUpperCase(i18n.language) + word.slice(1);
}
