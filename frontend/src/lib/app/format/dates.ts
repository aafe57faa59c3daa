import { localeOf, type Language } from './money.ts';

/**
 * Instants are shown in the cooperative's zone. Older browsers do not know Coyhaique, which got a
 * zone of its own in 2025; Punta Arenas has kept the same clock since then.
 */
export const ZONE = ((): string => {
	try {
		new Intl.DateTimeFormat('es-CL', { timeZone: 'America/Coyhaique' });
		return 'America/Coyhaique';
	} catch {
		return 'America/Punta_Arenas';
	}
})();

type Style = 'short' | 'medium' | 'long' | 'weekday';

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
	short: { day: '2-digit', month: '2-digit', year: 'numeric' },
	medium: { day: 'numeric', month: 'short', year: 'numeric' },
	long: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
	weekday: { weekday: 'short', day: 'numeric', month: 'short' }
};

/** Whether a text is a calendar date as the API writes it (`2026-03-14`). */
export function isDate(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** Whether a text is an instant as the API writes it (RFC 3339). */
export function isInstant(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*(Z|[+-]\d{2}:\d{2})$/.test(text);
}

/** Writes a calendar date (`2026-03-14`); a date has no zone, so none is applied. */
export function formatDate(date: string, language: Language, style: Style = 'medium'): string {
	const parsed = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
	if (!parsed) return date;
	const noon = new Date(Date.UTC(Number(parsed[1]), Number(parsed[2]) - 1, Number(parsed[3]), 12));
	return new Intl.DateTimeFormat(localeOf(language), { ...STYLES[style], timeZone: 'UTC' }).format(noon);
}

/** Writes an instant (RFC 3339) as date and time in the cooperative's zone. */
export function formatInstant(instant: string, language: Language, style: Style = 'weekday'): string {
	const at = new Date(instant);
	if (Number.isNaN(at.getTime())) return instant;
	return new Intl.DateTimeFormat(localeOf(language), {
		...STYLES[style],
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		timeZone: ZONE
	}).format(at);
}

/** Writes the time of day of an instant (RFC 3339) in the cooperative's zone. */
export function formatTime(instant: string, language: Language): string {
	const at = new Date(instant);
	if (Number.isNaN(at.getTime())) return instant;
	return new Intl.DateTimeFormat(localeOf(language), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE }).format(at);
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
	['day', 86_400],
	['hour', 3_600],
	['minute', 60]
];

/** Writes how far an instant is from `now`: "en 3 días", "2 hours ago". */
export function formatDistance(instant: string, now: Date, language: Language): string {
	const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
	const relative = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
	for (const [unit, size] of STEPS) {
		if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
	}
	return relative.format(Math.trunc(seconds / 60), 'minute');
}

/** Today's date in the cooperative's zone, as the API writes dates. */
export function dateInZone(now: Date): string {
	return new Intl.DateTimeFormat('en-CA', {
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		timeZone: ZONE
	}).format(now);
}

/** An instant as a form shows it, `2026-03-14T18:00`, in the cooperative's zone. */
export function localInZone(instant: string): string {
	const at = new Date(instant);
	return Number.isNaN(at.getTime()) ? '' : clockInZone(at);
}

/** The instant (RFC 3339) of a date and time as typed in the cooperative's zone, or null where it is none. */
export function instantInZone(local: string): string | null {
	const typed = new Date(`${local}Z`);
	if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) || Number.isNaN(typed.getTime())) return null;
	// The local time of the zone at that UTC time gives its offset.
	const readAsUtc = new Date(`${clockInZone(typed)}Z`);
	return new Date(2 * typed.getTime() - readAsUtc.getTime()).toISOString();
}

function clockInZone(at: Date): string {
	const parts = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: ZONE }).format(at);
	return parts.replace(' ', 'T');
}
