import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import * as ordersApi from '#lib/orders/api.ts';
import type { Problem } from '#lib/app/api/problem.ts';
import { attempt } from '#lib/app/api/result.ts';

/** The favourite products of the buyer, and how much of a product it usually orders. */
export class BuyerMemory {
	/** Why the last change of a favourite failed. */
	problem = $state.raw<Problem | null>(null);
	#favourites = new SvelteSet<string>();
	#usual = new SvelteMap<string, number>();

	/** Fetches both. The form works without them. */
	async load(): Promise<void> {
		const [favourites, usual] = await Promise.all([attempt(ordersApi.listFavouriteProducts()), attempt(ordersApi.listUsualProducts())]);
		if (favourites.ok) for (const { product_id } of favourites.data) this.#favourites.add(product_id);
		if (usual.ok) for (const { product_id, quantity } of usual.data) this.#usual.set(product_id, quantity);
	}

	isFavourite(product_id: string): boolean {
		return this.#favourites.has(product_id);
	}

	/** Units of the product in a usual order; undefined where it is not usual. */
	usual(product_id: string): number | undefined {
		return this.#usual.get(product_id);
	}

	/** Adds a favourite, or takes it out; shown at once, and undone where the server refuses it. */
	async toggle(product_id: string): Promise<void> {
		const added = !this.#favourites.has(product_id);
		this.#set(product_id, added);
		const call = added ? ordersApi.upsertFavouriteProduct : ordersApi.deleteFavouriteProduct;
		const result = await attempt(call({ params: { path: { product_id } } }));
		this.problem = result.ok ? null : result.problem;
		if (!result.ok) this.#set(product_id, !added);
	}

	#set(product_id: string, favourite: boolean): void {
		if (favourite) this.#favourites.add(product_id);
		else this.#favourites.delete(product_id);
	}
}
