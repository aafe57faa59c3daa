import { i18n } from '#lib/app/i18n/index.svelte.ts';

/** The texts of the page. */
export async function load(): Promise<void> {
	await i18n.load('fulfilment', 'reports');
}
