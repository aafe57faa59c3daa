import { ProblemError, toProblem, unreachable, type Problem } from './problem.ts';

/** What a call came to. */
export type Result<T> =
	{ readonly ok: true; readonly data: T; readonly response: Response } | { readonly ok: false; readonly problem: Problem };

interface Answer<T> {
	data?: T;
	error?: unknown;
	response: Response;
}

/** Awaits a client call; neither a refusal nor a lost signal throws. */
export async function attempt<T>(call: Promise<Answer<T>>): Promise<Result<T>> {
	try {
		const { data, error, response } = await call;
		if (response.ok) return { ok: true, data: data as T, response };
		return { ok: false, problem: toProblem(error, response.status) };
	} catch {
		return { ok: false, problem: unreachable() };
	}
}

/** Awaits a client call and throws its problem, for places where the page is nothing without it. */
export async function orThrow<T>(call: Promise<Answer<T>>): Promise<T> {
	const result = await attempt(call);
	if (!result.ok) throw new ProblemError(result.problem);
	return result.data;
}

/** The entity tag to send back in `If-Match` when the thing is changed. */
export function etagOf(response: Response): string | null {
	return response.headers.get('etag');
}
