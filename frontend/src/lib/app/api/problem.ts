/** One field at fault: where (a JSON pointer into the request, `?name` for a parameter), a stable code. */
export interface FieldError {
	readonly pointer: string;
	readonly code: string;
	/** What is wrong, in English, for a code that has no sentence of its own. */
	readonly detail: string;
}

/** An error as the API tells it (RFC 9457), or as the app makes it when no answer came. */
export interface Problem {
	readonly code: string;
	readonly title: string;
	readonly detail: string;
	readonly status: number;
	readonly errors: readonly FieldError[];
}

/** Codes the app makes itself; all others come from the API. */
export const UNREACHABLE = 'unreachable';
export const UNREADABLE = 'unreadable';

function text(value: unknown, fallback = ''): string {
	return typeof value === 'string' ? value : fallback;
}

function fieldErrors(value: unknown): FieldError[] {
	if (!Array.isArray(value)) return [];
	return value.flatMap((item: unknown) => {
		if (typeof item !== 'object' || item === null) return [];
		const entry = item as Record<string, unknown>;
		return [{ pointer: text(entry.pointer), code: text(entry.code), detail: text(entry.detail) }];
	});
}

/** Brings whatever an answer carried as its error into the one shape. */
export function toProblem(body: unknown, status: number): Problem {
	if (typeof body === 'object' && body !== null && 'code' in body) {
		const entry = body as Record<string, unknown>;
		return {
			code: text(entry.code, UNREADABLE),
			title: text(entry.title),
			detail: text(entry.detail),
			status,
			errors: fieldErrors(entry.errors)
		};
	}
	return { code: UNREADABLE, title: '', detail: '', status, errors: [] };
}

/** The problem of a request that got no answer at all. */
export function unreachable(): Problem {
	return { code: UNREACHABLE, title: '', detail: '', status: 0, errors: [] };
}

/** The fault of the field at `pointer`, e.g. `/lines/0/quantity`. */
export function errorAt(problem: Problem | null, pointer: string): FieldError | undefined {
	return problem?.errors.find((error) => error.pointer === pointer);
}

/** An error that screens can throw and `+error.svelte` can show. */
export class ProblemError extends Error {
	constructor(readonly problem: Problem) {
		super(problem.title || problem.code);
	}
}
