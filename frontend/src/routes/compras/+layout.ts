import { i18n } from '#lib/app/i18n/index.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';

/** For people of a buyer. */
export async function load({ url }: { url: URL }): Promise<void> {
	await Promise.all([session.enter('buyer', url), i18n.load('buyers', 'orders')]);
}
