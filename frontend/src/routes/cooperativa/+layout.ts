import { i18n } from '#lib/app/i18n/index.svelte.ts';
import { house } from '#lib/app/state/installation.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';

export async function load({ url }: { url: URL }): Promise<void> {
	await session.enter('cooperative', url);
	await Promise.all([i18n.withOffice(), house.ask()]);
}
