import { house } from '#lib/app/state/installation.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	await session.enter('producer', url);
	await house.ask();
};
