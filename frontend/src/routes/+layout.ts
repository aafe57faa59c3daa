import { i18n } from '#lib/app/i18n/index.svelte.ts';

// Everything is drawn in the browser; the server only hands out the files.
export const ssr = false;
export const prerender = false;

export async function load(): Promise<void> {
	await i18n.start();
}
