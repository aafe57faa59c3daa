import { instantInZone, localInZone } from '#lib/app/format/dates.ts';
import { isRut } from '#lib/app/format/rut.ts';
import { minorDigits, parseMoney, type Money } from '#lib/app/format/money.ts';

export interface Choice {
	readonly value: string;
	readonly label: string;
}

/**
 * One field of a form. `name` is the path of its value in the request (`facts/name`), so the error of
 * the API with the pointer `/facts/name` is shown at it.
 */
export interface FieldSpec {
	readonly name: string;
	readonly label: string;
	readonly kind?:
		| 'text'
		| 'area'
		| 'email'
		| 'rut'
		| 'tax_id'
		| 'whole'
		| 'percent'
		| 'money'
		| 'date'
		| 'time'
		| 'instant'
		| 'choice'
		| 'check'
		| 'many';
	readonly hint?: string;
	readonly optional?: boolean;
	/** What the browser may fill in; nothing by default. */
	readonly autocomplete?: 'email' | 'name' | 'organization' | 'tel';
	/** The options of `choice` and `many`. */
	readonly choices?: readonly Choice[];
	/** The initial value, as the API writes it. */
	readonly start?: unknown;
	readonly min?: number;
	readonly max?: number;
	/** Whole numbers in `many` and `choice`, where the API wants numbers. */
	readonly numbers?: boolean;
}

/** The raw input of a field. */
export type Raw = string | boolean | string[];

/** The value of a field as it is shown for editing. Percentages travel as basis points. */
export function writeField(spec: FieldSpec, currency: string): Raw {
	const { start } = spec;
	if (spec.kind === 'check') return start === true;
	if (spec.kind === 'many') return Array.isArray(start) ? start.map(String) : [];
	if (start === undefined || start === null) return '';
	if (spec.kind === 'percent') return String(Number(start) / 100).replace('.', ',');
	if (spec.kind === 'instant') return localInZone(String(start));
	if (spec.kind === 'money') {
		const digits = minorDigits(currency);
		return ((start as Money).amount / 10 ** digits).toFixed(digits).replace('.', ',');
	}
	return String(start);
}

/** What is wrong with the input; the codes of the API where it has one. */
export type InputError = 'required' | 'invalid' | 'invalid_email' | 'invalid_tax_id' | 'out_of_range';

export type Read = { readonly value: unknown } | { readonly error: InputError };

/** Converts the input of a field to the value of the API. */
export function readField(spec: FieldSpec, raw: Raw, currency: string): Read {
	if (typeof raw === 'boolean') return { value: raw };
	if (Array.isArray(raw)) {
		if (raw.length === 0 && !spec.optional) return { error: 'required' };
		return { value: spec.numbers ? raw.map(Number) : raw };
	}
	const text = raw.trim();
	if (text === '') return spec.optional ? { value: undefined } : { error: 'required' };
	switch (spec.kind) {
		case 'whole':
			return inRange(spec, /^-?\d+$/.test(text) ? Number(text) : Number.NaN);
		case 'percent':
			return inRange(spec, /^\d+([.,]\d{1,2})?$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 100) : Number.NaN);
		case 'money': {
			const money = parseMoney(text, currency);
			return money ? { value: money } : { error: 'invalid' };
		}
		case 'tax_id':
			// A foreign number follows the code of its country; only the server knows its form.
			return /^[a-z]{2}\b/i.test(text) || isRut(text) ? { value: text } : { error: 'invalid_tax_id' };
		case 'rut':
			return isRut(text) ? { value: text } : { error: 'invalid_tax_id' };
		case 'email':
			return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { value: text } : { error: 'invalid_email' };
		case 'instant': {
			const instant = instantInZone(text);
			return instant ? { value: instant } : { error: 'invalid' };
		}
		case 'time':
			return { value: `${text.slice(0, 5)}:00` };
		case 'choice':
			return { value: spec.numbers ? Number(text) : text };
		default:
			return { value: text };
	}
}

function inRange(spec: FieldSpec, value: number): Read {
	if (!Number.isSafeInteger(value)) return { error: 'invalid' };
	if ((spec.min !== undefined && value < spec.min) || (spec.max !== undefined && value > spec.max)) return { error: 'out_of_range' };
	return { value };
}

/** Puts each value at its path: `facts/name` becomes `{ facts: { name } }`. */
export function nestValues(values: readonly (readonly [string, unknown])[]): Record<string, unknown> {
	const whole: Record<string, unknown> = {};
	for (const [path, value] of values) {
		const steps = path.split('/');
		const last = steps.pop() ?? path;
		let at = whole;
		for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>;
		if (value !== undefined) at[last] = value;
	}
	return whole;
}
