import * as catalogueApi from '#lib/catalogue/api.ts';
import { nextCursor } from '#lib/app/api/paging.ts';
import { attempt, type Result } from '#lib/app/api/result.ts';
import type { Schema } from '#lib/app/api/types.ts';

export type BuyerProduct = Schema<'BuyerProduct'>;

/** The products as the lines of an order show them: what is ordered keeps its name, net content and multiple. */
export function asOrdered(products: readonly BuyerProduct[], lines: readonly Schema<'OrderLine'>[]): BuyerProduct[] {
	const ordered = new Map(lines.map((line) => [line.product_id, line]));
	return products.map((offered) => {
		const line = ordered.get(offered.product.id);
		if (!line) return offered;
		const { product_code: code, name_es, name_en, net_content, net_unit, order_multiple } = line;
		return { ...offered, product: { ...offered.product, code, name_es, name_en, net_content, net_unit, order_multiple } };
	});
}

const PAGE = 200;
const PAGES = 25;

/**
 * All products that are sold to the buyer, at its own prices; with a delivery date also the units
 * available of each. The order form shows the whole list, so all pages are fetched.
 */
export async function allProducts(delivery_date?: string): Promise<Result<BuyerProduct[]>> {
	const found: BuyerProduct[] = [];
	let after: string | undefined;
	for (let page = 0; ; page += 1) {
		const result = await attempt(catalogueApi.listProducts({ params: { query: { delivery_date, limit: PAGE, after } } }));
		if (!result.ok) return result;
		found.push(...result.data.filter(({ prices }) => prices.length > 0));
		const next = nextCursor(result.response.headers.get('link'));
		if (next === null || page + 1 === PAGES) return { ...result, data: found };
		after = next;
	}
}
