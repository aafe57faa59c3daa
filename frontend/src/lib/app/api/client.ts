import createClient from 'openapi-fetch';
import { i18n } from '#lib/app/i18n/index.svelte.ts';
import type { paths } from './schema.d.ts';

/**
 * The one client, typed by the API's own document. Same origin: the session travels in its cookie.
 * Sentences in problems come in the language of the screen.
 */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

let onSignedOut: () => void = () => {};

/** Names what is to happen when the server no longer knows who is asking. */
export function whenSignedOut(then: () => void): void {
	onSignedOut = then;
}

/** Signing in, asking who one is and a link from a mail answer 401 in the course of things; anywhere else a session has ended. */
const ASKS_WHO = /^\/api\/v1\/(session|public\/|quota-link)/;

api.use({
	onRequest({ request }) {
		request.headers.set('accept-language', i18n.language);
		return request;
	},
	onResponse({ request, response }) {
		if (response.status === 401 && !ASKS_WHO.test(new URL(request.url).pathname)) onSignedOut();
	}
});
