import * as paymentsApi from '#lib/payments/api.ts';
import { attempt } from '#lib/app/api/result.ts';
import { installation } from '#lib/app/state/installation.svelte.ts';

/**
 * Whether card payments concern this cooperative: they are taken, or were once, and their money may still be on its
 * way to the bank. Made while a component is set up.
 */
export class CardPaymentsUsed {
	#were = $state(false);

	constructor() {
		if (!installation.cardPayments) void this.#ask();
	}

	/** They are taken, or were; not before that is known. */
	get known(): boolean {
		return installation.cardPayments || this.#were;
	}

	async #ask(): Promise<void> {
		const found = await attempt(paymentsApi.listCardPayments({ params: { query: { limit: 1 } } }));
		this.#were = found.ok && found.data.length > 0;
	}
}
