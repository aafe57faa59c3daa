import { i18n } from '#lib/app/i18n/index.svelte.ts';

export async function load(): Promise<void> {
	await i18n.load('protocols');
}
