import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import type { Fault, FieldSpec } from './fields.ts';

/** What is wrong with what was typed, and what would be right: a number out of its range is told the range. */
export function faultWords({ kind, min, max }: FieldSpec, fault: Fault, t: Dictionary, number: (value: number) => string): string {
	if (fault !== 'out_of_range' && fault !== 'invalid') return t.codes[fault];
	const shown = (value: number) => number(kind === 'percent' ? value / 100 : value);
	if (min !== undefined && max !== undefined) return min === max ? t.forms.exactly(shown(min)) : t.forms.between(shown(min), shown(max));
	if (fault === 'out_of_range' && min !== undefined) return t.forms.atLeast(shown(min));
	if (fault === 'out_of_range' && max !== undefined) return t.forms.atMost(shown(max));
	if (kind === 'whole' || kind === 'percent' || kind === 'money') return t.forms[kind];
	return t.codes[fault];
}
