import type { Language } from '#lib/app/format/money.ts';
import { monthName, monthSpans } from '#lib/app/format/months.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** `de diciembre a marzo y en junio`, or `todo el año`. */
export function harvestText(months: readonly number[], t: Dictionary, language: Language): string {
	const spans = monthSpans(months);
	if (spans.length === 0) return t.catalogue.harvestAll;
	return spans.map(([from, until]) => t.catalogue.harvestSpan(monthName(from, language), monthName(until, language))).join(t.catalogue.and);
}
