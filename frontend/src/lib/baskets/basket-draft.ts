import type { Schema } from '#lib/app/api/types.ts';

/** A product as the builder shows it. */
export interface DraftProduct {
	readonly product_id: string;
	readonly name_es: string;
	readonly name_en: string;
	readonly net_content: number;
	readonly net_unit: Schema<'NetUnit'>;
}

/** A product in a basket that somebody composes. */
export interface DraftItem {
	readonly product: DraftProduct;
	readonly quantity: number;
	/** In order of preference. */
	readonly substitutes: readonly DraftProduct[];
}

/** Products of a basket, at most. */
export const MAX_ITEMS = 30;
/** Substitutes of a product, at most. */
export const MAX_SUBSTITUTES = 10;

/** The items of a stored basket. */
export function itemsOf(details: Schema<'BasketDetails'>): DraftItem[] {
	return details.components.map(({ product, quantity, substitutes }) => ({ product, quantity, substitutes }));
}

/** The items as the API takes them. */
export function componentsOf(items: readonly DraftItem[]): Schema<'BasketItemInput'>[] {
	return items.map(({ product, quantity, substitutes }) => ({
		product_id: product.product_id,
		quantity,
		substitutes: substitutes.map(({ product_id }) => product_id)
	}));
}

/** The items with one more unit of a product, or with the product at the end. */
export function withProduct(items: readonly DraftItem[], product: DraftProduct): DraftItem[] {
	const held = items.some((item) => item.product.product_id === product.product_id);
	if (!held) return [...items, { product, quantity: 1, substitutes: [] }];
	return items.map((item) => (item.product.product_id === product.product_id ? { ...item, quantity: item.quantity + 1 } : item));
}

/** The items with this quantity of one of them; 0 takes it out. */
export function withQuantity(items: readonly DraftItem[], product_id: string, quantity: number): DraftItem[] {
	const changed = items.map((item) => (item.product.product_id === product_id ? { ...item, quantity } : item));
	return changed.filter((item) => item.quantity > 0);
}

/** The items with a substitute of one of them, after its others. What is in its place already changes nothing. */
export function withSubstitute(items: readonly DraftItem[], product_id: string, substitute: DraftProduct): DraftItem[] {
	return items.map((item) => {
		if (item.product.product_id !== product_id) return item;
		const all = [item.product, ...item.substitutes];
		if (all.some((other) => other.product_id === substitute.product_id)) return item;
		return { ...item, substitutes: [...item.substitutes, substitute] };
	});
}

/** The items without a substitute of one of them. */
export function withoutSubstitute(items: readonly DraftItem[], product_id: string, substitute: string): DraftItem[] {
	return items.map((item) =>
		item.product.product_id === product_id
			? { ...item, substitutes: item.substitutes.filter((other) => other.product_id !== substitute) }
			: item
	);
}

/** The items with a substitute of one of them one place earlier. */
export function withEarlier(items: readonly DraftItem[], product_id: string, substitute: string): DraftItem[] {
	return items.map((item) => {
		const at = item.substitutes.findIndex((other) => other.product_id === substitute);
		if (item.product.product_id !== product_id || at < 1) return item;
		const substitutes = [...item.substitutes];
		substitutes.splice(at - 1, 0, ...substitutes.splice(at, 1));
		return { ...item, substitutes };
	});
}
