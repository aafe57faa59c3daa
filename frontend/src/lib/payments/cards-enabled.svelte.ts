import * as paymentsApi from '#lib/payments/api.ts';
import { attempt } from '#lib/app/api/result.ts';
import { house } from '#lib/app/state/installation.svelte.ts';

/**
 * Whether card payments concern this cooperative: they are taken, or were once, and their money may still be on its
 * way to the bank. Made while a component is set up.
 */
export class CardsInUse {
	#were = $state(false);

	constructor() {
		if (!house.cards) void this.#ask();
	}

	/** They are taken, or were; not before that is known. */
	get known(): boolean {
		return house.cards || this.#were;
	}

	async #ask(): Promise<void> {
		const found = await attempt(paymentsApi.listCardPayments({ params: { query: { limit: 1 } } }));
		this.#were = found.ok && found.data.length > 0;
	}
}
