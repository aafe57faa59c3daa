import { errorAt, UNREACHABLE, UNREADABLE, type FieldError, type Params, type Problem } from '#lib/app/api/problem.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';
import { toWords, type Code } from './sentence.ts';

/** What went wrong in the reader's language: the sentence of the code, else what the status means. */
export function problemMessage(problem: Problem, t: Dictionary): { title: string; detail: string } {
	const title = sentenceFor(problem.code, problem.params, t);
	return title ? { title, detail: '' } : statusMessage(problem, t.errors);
}

/** The sentence for the field at `pointer`, or nothing where that field has no error. */
export function messageAt(problem: Problem | null, pointer: string, t: Dictionary): string | undefined {
	const error = errorAt(problem, pointer);
	return error && fieldMessage(error, t);
}

/** The sentence for the error of one field. */
export function fieldMessage(error: FieldError, t: Dictionary): string {
	return sentenceFor(error.code, error.params, t) ?? t.forms.invalid;
}

/** Where an error is, for a field that the form does not show: `line 3, date` of a file, `limit`, `lines/0`. */
export function errorPlace({ pointer, params }: FieldError, t: Dictionary): string {
	const { file, line, column } = params;
	if (typeof line !== 'number') return pointer.replace(/^[/?]/, '');
	return [file, line > 0 ? t.errors.line(line) : '', column].filter((part) => typeof part === 'string' && part !== '').join(', ');
}

function sentenceFor(code: string, params: Params, t: Dictionary): string | undefined {
	if (!t.problems || !Object.hasOwn(t.problems, code)) return undefined;
	const sentence = t.problems[code as Code];
	return typeof sentence === 'string' ? sentence : sentence(toWords(params, t.language));
}

function statusMessage(problem: Problem, errors: Dictionary['errors']): { title: string; detail: string } {
	if (problem.code === UNREACHABLE) return errors.unreachable;
	switch (problem.status) {
		case 401:
			return errors.signedOut;
		case 403:
			return errors.forbidden;
		case 404:
			return errors.notFound;
		case 412:
			return errors.stale;
		case 429:
			return errors.busy;
		default:
			return problem.code === UNREADABLE ? errors.unreadable : errors.other;
	}
}
