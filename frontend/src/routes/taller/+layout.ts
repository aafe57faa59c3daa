import { i18n } from '#lib/app/i18n/index.svelte.ts';
import { installation } from '#lib/app/state/installation.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';

/** For people of a producer. */
export async function load({ url }: { url: URL }): Promise<void> {
	const texts = i18n.load('allocation');
	await Promise.all([session.enter('producer', url), texts]);
	await installation.load();
}
