import { api } from '#lib/api/client.ts';
import { attempt } from '#lib/api/result.ts';

/** What holds for the whole installation: the name of the cooperative and the one currency. */
class House {
	name = $state<string | null>(null);
	currency = $state('CLP');
	#known = false;

	/** Asks once; without an answer the screens still work in pesos. */
	async ask(): Promise<void> {
		if (this.#known) return;
		const result = await attempt(api.GET('/api/v1/public/installation'));
		if (!result.ok) return;
		this.#known = true;
		this.name = result.data.cooperative ?? null;
		this.currency = result.data.currency;
	}
}

export const house = new House();
