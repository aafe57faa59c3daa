import * as identityApi from '#lib/identity/api.ts';
import { attempt } from '#lib/app/api/result.ts';

/** What holds for the whole installation: the name of the cooperative, the one currency, whether cards are taken. */
class Installation {
	name = $state<string | null>(null);
	currency = $state('CLP');
	/** Buyers may pay by card; not before that is known. */
	cardPayments = $state(false);
	#known = false;

	/** Asks once; without an answer the screens still work in pesos. */
	async load(): Promise<void> {
		if (this.#known) return;
		const result = await attempt(identityApi.getInstallation());
		if (!result.ok) return;
		this.#known = true;
		this.name = result.data.cooperative ?? null;
		this.currency = result.data.currency;
		this.cardPayments = result.data.card_payments;
	}
}

export const installation = new Installation();
