import { i18n } from '#lib/i18n/index.svelte.ts';
import { house } from '#lib/state/house.svelte.ts';
import { session } from '#lib/session/session.svelte.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	await session.enter('cooperative', url);
	await Promise.all([i18n.withOffice(), house.ask()]);
};
