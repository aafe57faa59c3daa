import { localeOf, type Language } from '#lib/app/format/money.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** Days as RFC 5545 writes them, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A weekly rule: on these days, every `interval` weeks. */
export interface WeeklyRule {
	readonly interval: number;
	readonly days: readonly Weekday[];
}

function isWeekday(text: string): text is Weekday {
	return (WEEKDAYS as readonly string[]).includes(text);
}

/** Reads a weekly rule; null for any other, which is then shown but not edited here. */
export function parseRule(rule: string): WeeklyRule | null {
	const parts = new Map<string, string>();
	for (const part of rule.toUpperCase().split(';')) {
		const [name = '', value = '', ...rest] = part.split('=');
		if (rest.length > 0 || parts.has(name)) return null;
		parts.set(name, value);
	}
	if (parts.get('FREQ') !== 'WEEKLY') return null;
	if ([...parts.keys()].some((name) => !['FREQ', 'INTERVAL', 'BYDAY', 'WKST'].includes(name))) return null;
	const interval = Number(parts.get('INTERVAL') ?? '1');
	const days = (parts.get('BYDAY') ?? '').split(',');
	if (!Number.isInteger(interval) || interval < 1 || !days.every(isWeekday)) return null;
	return { interval, days: WEEKDAYS.filter((day) => days.includes(day)) };
}

/** Writes a weekly rule as the API takes it. */
export function writeRule({ interval, days }: WeeklyRule): string {
	const every = interval > 1 ? `;INTERVAL=${interval}` : '';
	return `FREQ=WEEKLY${every};BYDAY=${WEEKDAYS.filter((day) => days.includes(day)).join(',')}`;
}

/** The name of a weekday; in Spanish in the singular. */
export function dayName(day: Weekday, language: Language): string {
	// 1 January 2024 was a Monday.
	const date = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)));
	return new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' }).format(date);
}

function plural(name: string, language: Language): string {
	if (language === 'en') return `${name}s`;
	return name.endsWith('s') ? name : `${name}s`;
}

/** "Todos los martes y viernes", "Cada 2 semanas, los jueves"; another rule as it is written. */
export function ruleText(rule: string, t: Dictionary, language: Language): string {
	const read = parseRule(rule);
	if (!read) return t.standing_orders.ruleOther(rule);
	if (read.days.length === 7 && read.interval === 1) return t.standing_orders.ruleDaily;
	const names = read.days.map((day) => plural(dayName(day, language), language));
	const list = new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(names);
	return read.interval === 1 ? t.standing_orders.ruleWeekly(list) : t.standing_orders.ruleEvery(read.interval, list);
}

/** The weekday of a calendar date. */
export function weekdayOf(date: string): Weekday {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	return WEEKDAYS[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7] as Weekday;
}
