import { i18n } from '#lib/app/i18n/index.svelte.ts';

// A single-page app: the server only serves the files.
export const ssr = false;
export const prerender = false;

export async function load(): Promise<void> {
	await i18n.start();
	// The account menu is on every page, also on the error page.
	await i18n.load('identity');
}
