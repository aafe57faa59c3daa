import { i18n } from '#lib/app/i18n/index.svelte.ts';
import { installation } from '#lib/app/state/installation.svelte.ts';
import { session } from '#lib/app/session/session.svelte.ts';

/** For people of the cooperative, who see every slice. */
export async function load({ url }: { url: URL }): Promise<void> {
	await session.enter('cooperative', url);
	await Promise.all([
		i18n.load(
			'allocation',
			'buyers',
			'catalogue',
			'certification',
			'cycles',
			'fulfilment',
			'invoicing',
			'jobs',
			'members',
			'notifications',
			'orders',
			'payments',
			'reports',
			'settlement'
		),
		installation.load()
	]);
}
