import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import { fieldMessage } from '#lib/app/problems/messages.ts';
import type { InputError, FieldSpec } from './fields.ts';

/** What is wrong with a typed value, and what would be right: for a number outside its range, the range. */
export function inputMessage({ kind, min, max }: FieldSpec, error: InputError, t: Dictionary, number: (value: number) => string): string {
	const sentence = fieldMessage({ pointer: '', code: error, params: {} }, t);
	if (error !== 'out_of_range' && error !== 'invalid') return sentence;
	const formatted = (value: number) => number(kind === 'percent' ? value / 100 : value);
	if (min !== undefined && max !== undefined)
		return min === max ? t.forms.exactly(formatted(min)) : t.forms.between(formatted(min), formatted(max));
	if (error === 'out_of_range' && min !== undefined) return t.forms.atLeast(formatted(min));
	if (error === 'out_of_range' && max !== undefined) return t.forms.atMost(formatted(max));
	return kind === 'whole' || kind === 'percent' || kind === 'money' ? t.forms[kind] : sentence;
}
