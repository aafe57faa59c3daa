import { i18n } from '#lib/app/i18n/index.svelte.ts';

/** A name that a thing carries in both languages (`name_es`, `name_en`), in the one on the screen. */
export function named<P extends string>(thing: Readonly<Partial<Record<`${P}_es` | `${P}_en`, string | null>>>, field: P): string {
	const es = thing[`${field}_es`];
	const en = thing[`${field}_en`];
	return (i18n.language === 'en' ? (en ?? es) : (es ?? en)) ?? '';
}

/** A word of a list as a heading begins with it. */
export function capital(word: string): string {
	return word.charAt(0).toLocaleUpperCase(i18n.language) + word.slice(1);
}
