import * as identityApi from '#lib/identity/api.ts';
import { attempt } from '#lib/app/api/result.ts';

/** The settings of the installation: the cooperative's name, the currency, and whether card payments are enabled. */
class Installation {
	name = $state<string | null>(null);
	currency = $state('CLP');
	/** Whether buyers may pay by card; false until it is loaded. */
	cardPayments = $state(false);
	#known = false;

	/** Loads the settings once; if that fails, the pages use pesos. */
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
