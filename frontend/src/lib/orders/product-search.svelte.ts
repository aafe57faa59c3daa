import * as searchApi from '#lib/search/api.ts';
import type { Problem } from '#lib/app/api/problem.ts';
import { attempt } from '#lib/app/api/result.ts';
import type { BuyerProduct } from './buyer-products.ts';

/** How long somebody must have stopped typing, in milliseconds. */
const PAUSE = 200;
/** Products that one search finds. */
const LIMIT = 200;

/** Searches products while somebody types, as the catalogue does. Create it while a component is initialised. */
export class ProductSearch {
	/** What was typed. */
	text = $state('');
	/** The problem of the last search. */
	problem = $state.raw<Problem | null>(null);
	/** The products that were found, best first; null without a text. */
	#found = $state.raw<readonly string[] | null>(null);
	#latest = 0;

	constructor() {
		$effect(() => {
			const q = this.text.trim();
			this.#latest += 1;
			if (q === '') {
				this.#found = null;
				this.problem = null;
				return undefined;
			}
			const timer = setTimeout(() => void this.#search(q, this.#latest), PAUSE);
			return () => clearTimeout(timer);
		});
	}

	/** Those of `products` that were found, best first; null without a text. */
	ranked(products: readonly BuyerProduct[]): BuyerProduct[] | null {
		if (this.#found === null) return null;
		const byId = Object.fromEntries(products.map((offered) => [offered.product.id, offered]));
		return this.#found.flatMap((id) => byId[id] ?? []);
	}

	async #search(q: string, number: number): Promise<void> {
		const result = await attempt(searchApi.searchProducts({ params: { query: { q, typing: true, limit: LIMIT } } }));
		// The response to what was typed before must not replace a later one.
		if (number !== this.#latest) return;
		this.problem = result.ok ? null : result.problem;
		if (!result.ok) return;
		const { products, matching_all } = result.data;
		// Similar products are of use only where none matches all that was typed.
		this.#found = products.slice(0, matching_all > 0 ? matching_all : undefined).map(({ id }) => id);
	}
}
