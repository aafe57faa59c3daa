import type { Params } from '#lib/app/api/problem.ts';
import type { Schema } from '#lib/app/api/types.ts';
import { formatDate, formatInstant, isDate, isInstant } from '#lib/app/format/dates.ts';
import { formatMoney, formatNumber, type Language } from '#lib/app/format/money.ts';

/** Every code that a problem, or one of its fields, can have. */
export type Code = Schema<'ErrorCode'>;

/** The parameters of a problem as the reader's language writes them. Not every problem with a code has the same ones. */
export type Words = Readonly<Record<string, string | undefined>>;

/** A sentence for a code: the same for every problem, or made of the problem's parameters. */
export type Sentence = string | ((words: Words) => string);

/** The sentences of one language. A code without a sentence fails the type check. */
export type Sentences = Readonly<Record<Code, Sentence>>;

/** The kinds of open business that there are, each with its codes or number; the API leaves out what there is none of. */
export function openBusiness(kinds: readonly (readonly [string, string | undefined])[]): string {
	return kinds
		.filter(([, value]) => value !== undefined)
		.map(([kind, value]) => `${kind}: ${value}.`)
		.join(' ');
}

/** Writes the parameters of a problem: numbers, amounts, dates and instants as the language does, lists with commas. */
export function toWords(params: Params, language: Language): Words {
	return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, toWord(value, language)]));
}

function toWord(value: unknown, language: Language): string | undefined {
	if (typeof value === 'number') return formatNumber(value, language, Number.isInteger(value) ? 0 : 2);
	if (typeof value === 'string') return fromText(value, language);
	if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => toWord(item, language)).join(', ');
	if (isMoney(value)) return formatMoney(value, language);
	return undefined;
}

function fromText(value: string, language: Language): string | undefined {
	if (isDate(value)) return formatDate(value, language);
	if (isInstant(value)) return formatInstant(value, language);
	return value === '' ? undefined : value;
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
	return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value && typeof value.amount === 'number';
}
