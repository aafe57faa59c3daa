import createClient from 'openapi-fetch';
import { i18n } from '#lib/app/i18n/index.svelte.ts';
import type { paths } from './schema.d.ts';

/**
 * The client, typed by the API's description. Same origin, so the session cookie is sent.
 * The language of the screen is sent for texts that the server writes.
 */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

let onSignedOut: () => void = () => {};

/** Sets what happens when the session has ended. */
export function whenSignedOut(then: () => void): void {
	onSignedOut = then;
}

/** Operations for which a 401 is expected; for any other it means that the session has ended. */
const ASKS_WHO = /^\/api\/v1\/(session|public\/|quota-link|application-link)/;

api.use({
	onRequest({ request }) {
		request.headers.set('accept-language', i18n.language);
		return request;
	},
	onResponse({ request, response }) {
		if (response.status === 401 && !ASKS_WHO.test(new URL(request.url).pathname)) onSignedOut();
	}
});
