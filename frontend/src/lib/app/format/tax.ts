import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import { formatPercent, type Language } from './money.ts';

/** What a document calls one of its taxes: `IVA 19%`, `Impuesto adicional a licores (31,5%)`. */
export function taxName(tax: { readonly code: string; readonly rate_bps: number }, t: Dictionary, language: Language): string {
	const rate = formatPercent(tax.rate_bps / 10_000, language, 2);
	return tax.code.toLowerCase() === 'vat' ? `${t.common.vat} ${rate}` : `${t.common.additionalTax(tax.code)} (${rate})`;
}
