/** What an error is about, by name, such as the maximum that was exceeded. */
export type Params = Readonly<Record<string, unknown>>;

/** The error of one field. `pointer` is a JSON pointer into the request body, or `?name` for a parameter. */
export interface FieldError {
	readonly pointer: string;
	readonly code: string;
	readonly params: Params;
}

/**
 * An error as the API sends it (RFC 9457), or as the app makes it when there was no response. Its sentence is composed
 * of `code` and `params`; the English `detail` of the API is for logs and is not read.
 */
export interface Problem {
	readonly code: string;
	readonly title: string;
	readonly params: Params;
	readonly status: number;
	readonly errors: readonly FieldError[];
}

/** Codes of the app itself; all others come from the API. */
export const UNREACHABLE = 'unreachable';
export const UNREADABLE = 'unreadable';

function text(value: unknown, fallback = ''): string {
	return typeof value === 'string' ? value : fallback;
}

function toParams(value: unknown): Params {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Params) : {};
}

function fieldErrors(value: unknown): FieldError[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((item: unknown) => {
		if (typeof item !== 'object' || item === null) return [];
		const entry = item as Record<string, unknown>;
		return [{ pointer: text(entry.pointer), code: text(entry.code), params: toParams(entry.params) }];
	});
}

/** Converts the body of an error response; anything that is not a problem document is `unreadable`. */
export function toProblem(body: unknown, status: number): Problem {
	if (typeof body === 'object' && body !== null && 'code' in body) {
		const entry = body as Record<string, unknown>;
		return {
			code: text(entry.code, UNREADABLE),
			title: text(entry.title),
			params: toParams(entry.params),
			status,
			errors: fieldErrors(entry.errors)
		};
	}
	return { code: UNREADABLE, title: '', params: {}, status, errors: [] };
}

/** The problem of a request without any response. */
export function unreachable(): Problem {
	return { code: UNREACHABLE, title: '', params: {}, status: 0, errors: [] };
}

/** The error of the field at `pointer`, e.g. `/lines/0/quantity`. */
export function errorAt(problem: Problem | null, pointer: string): FieldError | undefined {
	return problem?.errors.find((error) => error.pointer === pointer);
}

/** An error that screens can throw and `+error.svelte` can show. */
export class ProblemError extends Error {
	constructor(readonly problem: Problem) {
		super(problem.title || problem.code);
	}
}
