import { errorAt, UNREACHABLE, UNREADABLE, type FieldError, type Problem } from '#lib/app/api/problem.ts';
import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** What went wrong in the reader's language: the code's own sentence, else what its status means. */
export function problemWords(problem: Problem, t: Dictionary): { title: string; detail: string } {
	const own = sentence(problem.code, t);
	if (own) return { title: own, detail: '' };
	return byStatus(problem, t.errors);
}

/** The sentence for the field at `pointer`, or nothing where that field is well. */
export function fieldWords(problem: Problem | null, pointer: string, t: Dictionary): string | undefined {
	const found = errorAt(problem, pointer);
	return found && oneField(found, t);
}

/** The sentence for one field's fault. How long a text may be stands only in the server's own sentence. */
export function oneField(error: FieldError, t: Dictionary): string {
	const limit = /(\d+) characters/.exec(error.detail)?.[1];
	if (limit && error.code === 'too_long') return t.forms.lettersAtMost(limit);
	if (limit && error.code === 'too_short') return t.forms.lettersAtLeast(limit);
	if (error.code === 'invalid_format' && error.pointer.endsWith('email')) return t.codes.invalid_email;
	return sentence(error.code, t) ?? t.codes.invalid;
}

/** Where a fault is, for a field that the form does not show: `line 3, date` of a file, `?limit`, `/lines/0`. */
export function pointerWords(pointer: string, t: Dictionary): string {
	const line = /^line (\d+)\/?(.*)$/.exec(pointer);
	if (line) return [t.errors.line(Number(line[1])), line[2]].filter(Boolean).join(', ');
	return pointer.replace(/^[/?]/, '');
}

function sentence(code: string, t: Dictionary): string | undefined {
	return Object.hasOwn(t.codes, code) ? (t.codes as Record<string, string>)[code] : undefined;
}

function byStatus(problem: Problem, errors: Dictionary['errors']): { title: string; detail: string } {
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
