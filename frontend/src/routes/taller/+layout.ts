import { house } from '#lib/app/state/installation.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';

export async function load({ url }: { url: URL }): Promise<void> {
	await session.enter('producer', url);
	await house.ask();
}
