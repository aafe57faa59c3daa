import { session } from '#lib/app/session/session.svelte.ts';

/** Only people of a buyer come in here. */
export async function load({ url }: { url: URL }): Promise<void> {
	await session.enter('buyer', url);
}
