import { localeOf, type Language } from './money.ts';

/** The name of a month, 1 = January. */
export function monthName(month: number, language: Language, style: 'long' | 'short' = 'long'): string {
	const day = new Date(Date.UTC(2025, month - 1, 15));
	return new Intl.DateTimeFormat(localeOf(language), { month: style, timeZone: 'UTC' }).format(day);
}

/**
 * Months of the year as spans from first to last, the turn of the year included: `[12, 1, 2, 5]` are
 * December to February, and May. All twelve (or none, which says nothing) give no span.
 */
export function monthSpans(months: readonly number[]): [number, number][] {
	const held = new Set(months.filter((month) => month >= 1 && month <= 12));
	if (held.size === 0 || held.size === 12) return [];
	const before = (month: number): number => (month === 1 ? 12 : month - 1);
	const after = (month: number): number => (month === 12 ? 1 : month + 1);
	const starts = [...held].filter((month) => !held.has(before(month))).sort((a, b) => a - b);
	return starts.map((start) => {
		let end = start;
		while (held.has(after(end))) end = after(end);
		return [start, end];
	});
}
