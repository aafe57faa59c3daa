import type { ClientInit, HandleClientError } from '@sveltejs/kit/hooks';
import { ProblemError } from '#lib/app/api/problem.ts';
import { currentPath } from '#lib/app/state/moved-addresses.ts';

/** Replaces a former address before the router reads it; the query and the secret after the `#` stay. */
export const init: ClientInit = () => {
	const path = currentPath(location.pathname);
	if (path !== location.pathname) history.replaceState(history.state, '', path + location.search + location.hash);
};

/** Keeps the problem of the API, so that the error page can describe it in the reader's language. */
export const handleError: HandleClientError = ({ error }) => {
	if (error instanceof ProblemError) return { problem: error.problem };
};
