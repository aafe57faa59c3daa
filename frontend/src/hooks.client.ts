import type { HandleClientError } from '@sveltejs/kit/hooks';
import { ProblemError } from '#lib/app/api/problem.ts';

/** Keeps what the API said, so that the error page can say it in the reader's language. */
export const handleError: HandleClientError = ({ error }) => {
	if (error instanceof ProblemError) return { problem: error.problem };
};
