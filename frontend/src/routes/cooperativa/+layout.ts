import { house } from '#lib/state/house.svelte.ts';
import { session } from '#lib/session/session.svelte.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	await session.enter('cooperative', url);
	await house.ask();
};
