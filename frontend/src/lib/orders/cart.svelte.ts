import { SvelteMap } from 'svelte/reactivity';
import type { BuyerProduct } from './buyer-products.ts';
import { totalsOf, unitsOf, type Totals, type RequestedLine } from './order-totals.ts';

/** What the cart needs to know besides its lines. */
export interface CartContext {
	readonly products: readonly BuyerProduct[];
	readonly currency: string;
	/** Number of guests for per-guest lines. */
	readonly guests: number;
	/** Units that this order has reserved already, by product; they are still available to it. */
	readonly held: ReadonlyMap<string, number>;
}

/** Why a line cannot be ordered as it is. */
export type LineError = { readonly kind: 'too_many'; readonly left: number } | { readonly kind: 'multiple'; readonly of: number };

/** The lines of an order that is being edited, and their totals. */
export class Cart {
	#requested = new SvelteMap<string, RequestedLine>();
	#facts: () => CartContext;

	constructor(facts: () => CartContext, lines: readonly RequestedLine[]) {
		this.#facts = facts;
		this.fill(lines);
	}

	/** Replaces all lines. */
	fill(lines: readonly RequestedLine[]): void {
		this.#requested.clear();
		for (const line of lines) if (line.quantity > 0) this.#requested.set(line.product_id, line);
	}

	quantity(product_id: string): number {
		return this.#requested.get(product_id)?.quantity ?? 0;
	}

	perGuest(product_id: string): boolean {
		return this.#requested.get(product_id)?.per_guest ?? false;
	}

	/** Sets a quantity; 0 takes the product out. */
	set(product_id: string, quantity: number, per_guest = this.perGuest(product_id)): void {
		if (quantity > 0) this.#requested.set(product_id, { product_id, quantity, per_guest });
		else this.#requested.delete(product_id);
	}

	/** The lines in the order of the product list; products that are no longer listed come last. */
	get lines(): RequestedLine[] {
		const { products } = this.#facts();
		const listed = products.flatMap(({ product }) => this.#requested.get(product.id) ?? []);
		const others = [...this.#requested.values()].filter((line) => !listed.includes(line));
		return [...listed, ...others];
	}

	get size(): number {
		return this.#requested.size;
	}

	/** Units of a line, with the quantity per guest multiplied by the guests. */
	units(offered: BuyerProduct): number {
		const line = this.#requested.get(offered.product.id);
		return line ? unitsOf(line, this.#facts().guests, offered.product.order_multiple) : 0;
	}

	/** Units of a product that are available to this order; undefined if not known. */
	left(offered: BuyerProduct): number | undefined {
		return offered.sellable && offered.sellable.units + (this.#facts().held.get(offered.product.id) ?? 0);
	}

	error(offered: BuyerProduct): LineError | undefined {
		const line = this.#requested.get(offered.product.id);
		if (!line) return undefined;
		const multiple = Math.max(1, offered.product.order_multiple);
		if (!line.per_guest && line.quantity % multiple !== 0) return { kind: 'multiple', of: multiple };
		const left = this.left(offered);
		if (left !== undefined && this.units(offered) > left) return { kind: 'too_many', left };
		return undefined;
	}

	/** Whether any line needs correcting before it is sent. */
	get hasErrors(): boolean {
		return this.#facts().products.some((offered) => this.error(offered) !== undefined);
	}

	get totals(): Totals {
		const { products, currency } = this.#facts();
		const lines = products
			.filter(({ product }) => this.#requested.has(product.id))
			.map((offered) => ({
				priced: { ...offered.product, prices: offered.prices },
				units: this.units(offered)
			}));
		return totalsOf(lines, currency);
	}
}

/** An unsent order as it is stored on the device. */
export interface OrderDraft {
	readonly lines: readonly RequestedLine[];
	readonly note: string;
	readonly delivery_point_id: string;
	/** Absent in drafts that were stored by an earlier version. */
	readonly purchase_order_number?: string;
}

export function isOrderDraft(value: unknown): value is OrderDraft {
	if (typeof value !== 'object' || value === null) return false;
	const { lines, note, delivery_point_id, purchase_order_number = '' } = value as Record<string, unknown>;
	if (typeof purchase_order_number !== 'string') return false;
	return typeof note === 'string' && typeof delivery_point_id === 'string' && Array.isArray(lines) && lines.every(isRequestedLine);
}

function isRequestedLine(value: unknown): value is RequestedLine {
	if (typeof value !== 'object' || value === null) return false;
	const { product_id, quantity, per_guest } = value as Record<string, unknown>;
	return typeof product_id === 'string' && Number.isSafeInteger(quantity) && typeof per_guest === 'boolean';
}
