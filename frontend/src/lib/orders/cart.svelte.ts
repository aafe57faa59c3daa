import { SvelteMap } from 'svelte/reactivity';
import type { BuyerProduct } from './buyer-products.ts';
import { totalsOf, unitsOf, type Totals, type Want } from './order-totals.ts';

/** What an order needs to know beside its lines. */
export interface BasketFacts {
	readonly products: readonly BuyerProduct[];
	readonly currency: string;
	/** Guests whom per-guest lines count. */
	readonly guests: number;
	/** Units that this order holds already: they are not "left" for others, but they are for it. */
	readonly held: ReadonlyMap<string, number>;
}

/** Why a line cannot be ordered as it is. */
export type Fault = { readonly kind: 'too_many'; readonly left: number } | { readonly kind: 'multiple'; readonly of: number };

/** The quantities of an order while it is written, and what they come to. */
export class Basket {
	#wants = new SvelteMap<string, Want>();
	#facts: () => BasketFacts;

	constructor(facts: () => BasketFacts, lines: readonly Want[]) {
		this.#facts = facts;
		this.fill(lines);
	}

	/** Puts these lines in place of all. */
	fill(lines: readonly Want[]): void {
		this.#wants.clear();
		for (const line of lines) if (line.quantity > 0) this.#wants.set(line.product_id, line);
	}

	quantity(product_id: string): number {
		return this.#wants.get(product_id)?.quantity ?? 0;
	}

	perGuest(product_id: string): boolean {
		return this.#wants.get(product_id)?.per_guest ?? false;
	}

	/** Sets a quantity; 0 takes the product out. */
	set(product_id: string, quantity: number, per_guest = this.perGuest(product_id)): void {
		if (quantity > 0) this.#wants.set(product_id, { product_id, quantity, per_guest });
		else this.#wants.delete(product_id);
	}

	/** The lines in the order of the list; what is no longer in the list comes last. */
	get lines(): Want[] {
		const { products } = this.#facts();
		const listed = products.flatMap(({ product }) => this.#wants.get(product.id) ?? []);
		const others = [...this.#wants.values()].filter((want) => !listed.includes(want));
		return [...listed, ...others];
	}

	get size(): number {
		return this.#wants.size;
	}

	/** Units of a line, guests counted. */
	units(offered: BuyerProduct): number {
		const want = this.#wants.get(offered.product.id);
		return want ? unitsOf(want, this.#facts().guests, offered.product.order_multiple) : 0;
	}

	/** Units that this order may have of a product; none where nothing is known about it. */
	left(offered: BuyerProduct): number | undefined {
		return offered.sellable && offered.sellable.units + (this.#facts().held.get(offered.product.id) ?? 0);
	}

	fault(offered: BuyerProduct): Fault | undefined {
		const want = this.#wants.get(offered.product.id);
		if (!want) return undefined;
		const multiple = Math.max(1, offered.product.order_multiple);
		if (!want.per_guest && want.quantity % multiple !== 0) return { kind: 'multiple', of: multiple };
		const left = this.left(offered);
		if (left !== undefined && this.units(offered) > left) return { kind: 'too_many', left };
		return undefined;
	}

	/** Whether any line needs correcting before it is sent. */
	get faulty(): boolean {
		return this.#facts().products.some((offered) => this.fault(offered) !== undefined);
	}

	get totals(): Totals {
		const { products, currency } = this.#facts();
		const lines = products
			.filter(({ product }) => this.#wants.has(product.id))
			.map((offered) => ({
				priced: { ...offered.product, prices: offered.prices },
				units: this.units(offered)
			}));
		return totalsOf(lines, currency);
	}
}

/** An order as it is kept on the device while it is written. */
export interface OrderDraft {
	readonly lines: readonly Want[];
	readonly note: string;
	readonly delivery_point_id: string;
}

export function isOrderDraft(value: unknown): value is OrderDraft {
	if (typeof value !== 'object' || value === null) return false;
	const { lines, note, delivery_point_id } = value as Record<string, unknown>;
	return typeof note === 'string' && typeof delivery_point_id === 'string' && Array.isArray(lines) && lines.every(isWant);
}

function isWant(value: unknown): value is Want {
	if (typeof value !== 'object' || value === null) return false;
	const { product_id, quantity, per_guest } = value as Record<string, unknown>;
	return typeof product_id === 'string' && Number.isSafeInteger(quantity) && typeof per_guest === 'boolean';
}
