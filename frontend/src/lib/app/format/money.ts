/** Money as the API sends it: whole minor units of a currency. The Chilean peso has no minor unit. */
export interface Money {
	readonly amount: number;
	readonly currency: string;
}

export type Language = 'es' | 'en';

const LOCALES: Record<Language, string> = { es: 'es-CL', en: 'en-GB' };

/** The locale in which numbers and dates are written for a language. */
export function localeOf(language: Language): string {
	return LOCALES[language];
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(language: Language, currency: string): Intl.NumberFormat {
	const key = `${language} ${currency}`;
	let found = formatters.get(key);
	if (!found) {
		found = new Intl.NumberFormat(localeOf(language), {
			style: 'currency',
			currency,
			// A bare "$" means pesos here in both languages; other currencies keep their country.
			currencyDisplay: currency === 'CLP' ? 'narrowSymbol' : 'symbol'
		});
		formatters.set(key, found);
	}
	return found;
}

/** How many decimals the currency's minor unit stands for: 0 for CLP, 2 for USD. */
export function minorDigits(currency: string): number {
	return formatter('es', currency).resolvedOptions().maximumFractionDigits ?? 0;
}

/** Writes an amount, e.g. `$12.990` in Spanish and `$12,990` in English. */
export function formatMoney(money: Money, language: Language): string {
	const scale = 10 ** minorDigits(money.currency);
	const written = formatter(language, money.currency).format(Math.abs(money.amount) / scale);
	// The sign stands before the currency in both languages; the tables of some locales put it after.
	return money.amount < 0 ? `-${written}` : written;
}

/** Writes a number with the language's separators and exactly `digits` decimals. */
export function formatNumber(value: number, language: Language, digits = 0): string {
	return new Intl.NumberFormat(localeOf(language), {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
		useGrouping: 'always'
	}).format(value);
}

/** Writes a share between 0 and 1 as a percentage, with at most `digits` decimals and at least `least`. */
export function formatPercent(value: number, language: Language, digits = 0, least = 0): string {
	return new Intl.NumberFormat(localeOf(language), {
		style: 'percent',
		minimumFractionDigits: least,
		maximumFractionDigits: digits
	}).format(value);
}

/**
 * Reads an amount as a person types it (`12.990`, `12 990`, `$12.990`, `12,50` for currencies with
 * cents) into minor units. Returns null where it cannot be read without guessing.
 */
export function parseMoney(text: string, currency: string): Money | null {
	const cleaned = text.replace(/[\s$]/g, '');
	const digits = minorDigits(currency);
	if (digits === 0) {
		if (!/^\d+$|^\d{1,3}([.,]\d{3})+$/.test(cleaned)) return null;
		return checked(Number(cleaned.replace(/[.,]/g, '')), currency);
	}
	const match = /^(\d+|\d{1,3}(?:[.,]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(cleaned);
	if (!match?.[1]) return null;
	const whole = match[1].replace(/[.,]/g, '');
	const cents = (match[2] ?? '').padEnd(digits, '0');
	return checked(Number(whole + cents), currency);
}

function checked(amount: number, currency: string): Money | null {
	return Number.isSafeInteger(amount) ? { amount, currency } : null;
}
