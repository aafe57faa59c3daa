import * as paymentsApi from '#lib/payments/api.ts';
import { attempt } from '#lib/app/api/result.ts';
import { installation } from '#lib/app/state/installation.svelte.ts';

/**
 * Whether card payments are enabled, or were: their money may still be on its
 * way to the bank. Create it while a component is initialised.
 */
export class CardPaymentsUsed {
	#were = $state(false);

	constructor() {
		if (!installation.cardPayments) void this.#ask();
	}

	/** False until it is known. */
	get known(): boolean {
		return installation.cardPayments || this.#were;
	}

	async #ask(): Promise<void> {
		const found = await attempt(paymentsApi.listCardPayments({ params: { query: { limit: 1 } } }));
		this.#were = found.ok && found.data.length > 0;
	}
}
