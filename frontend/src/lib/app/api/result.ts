import { ProblemError, toProblem, unreachable, type Problem } from './problem.ts';

/** The result of a call. */
export type Result<T> =
	{ readonly ok: true; readonly data: T; readonly response: Response } | { readonly ok: false; readonly problem: Problem };

interface Answer<T> {
	data?: T;
	error?: unknown;
	response: Response;
}

/** Awaits a call of the client. Does not throw, neither for an error response nor for a network error. */
export async function attempt<T>(call: Promise<Answer<T>>): Promise<Result<T>> {
	try {
		const { data, error, response } = await call;
		if (response.ok) return { ok: true, data: data as T, response };
		return { ok: false, problem: toProblem(error, response.status) };
	} catch {
		return { ok: false, problem: unreachable() };
	}
}

/** Awaits a call of the client and throws its problem, for pages that cannot be shown without the data. */
export async function orThrow<T>(call: Promise<Answer<T>>): Promise<T> {
	const result = await attempt(call);
	if (!result.ok) throw new ProblemError(result.problem);
	return result.data;
}

/** The entity tag to send in `If-Match` with an update. */
export function etagOf(response: Response): string | null {
	return response.headers.get('etag');
}
