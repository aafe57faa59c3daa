import { i18n } from '#lib/app/i18n/index.svelte.ts';
import { house } from '#lib/app/state/installation.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ url }) => {
	await session.enter('cooperative', url);
	await Promise.all([i18n.withOffice(), house.ask()]);
};
