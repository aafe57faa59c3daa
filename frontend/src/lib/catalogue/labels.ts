import type { Schema } from '#lib/app/api/types.ts';
import type { Language } from '#lib/app/format/money.ts';
import { formatNumber } from '#lib/app/format/money.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** A record with its name in both languages. */
interface Named {
	readonly name_es: string;
	readonly name_en: string;
}

export function nameOf(entity: Named, language: Language): string {
	return (language === 'en' && entity.name_en) || entity.name_es;
}

/** The text in the reader's language, else in the other. */
export function textOf(es: string | undefined, en: string | undefined, language: Language): string {
	return (language === 'en' ? en || es : es || en) ?? '';
}

/** `250 g`, `1,5 kg`, `750 ml`, `6 un.` */
export function contentOf(product: Pick<Schema<'Product'>, 'net_content' | 'net_unit'>, t: Dictionary, language: Language): string {
	const { net_content: content, net_unit: unit } = product;
	if (content >= 1000 && unit !== 'unit') {
		const large = content / 1000;
		const digits = content % 1000 === 0 ? 0 : content % 100 === 0 ? 1 : 2;
		return `${formatNumber(large, language, digits)} ${unit === 'g' ? 'kg' : 'l'}`;
	}
	return `${formatNumber(content, language)} ${t.kinds.net_unit[unit]}`;
}

/** The word for a code of an open list; a code without a translation is shown with spaces. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
	return Object.hasOwn(words, code) ? (words[code] as string) : code.replaceAll('_', ' ');
}
