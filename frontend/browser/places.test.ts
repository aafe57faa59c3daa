/**
 * Every page there is, in both languages, on a phone and on a computer: nothing is too wide, nameless, untranslated or
 * broken, and no code of the API is read by anybody. A page that is added is visited without being named here; one
 * whose address holds an id says below where its id comes from.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { DESKTOP, journey, type Journey, PHONE } from './support/journey.ts';

/** Where the id in an address comes from: a list of the API, whose first is looked at, and what of it the address takes. */
const IDS: Record<string, readonly [list: string, field?: string]> = {
	'/catalogo/[id]': ['/public/products'],
	'/sello/[number]': ['/staff/certificates', 'number'],
	'/compras/canastas/[id]': ['/buyer/baskets', 'own-basket'],
	'/cooperativa/canastas/[id]': ['/staff/baskets', 'basket'],
	'/compras/rastro/[id]': ['/buyer/orders?state=delivered', 'lines'],
	'/compras/entregas/[cycle]': ['/buyer/cycles'],
	'/compras/facturas/[id]': ['/buyer/invoices'],
	'/compras/pedidos/[id]': ['/buyer/orders'],
	'/compras/pedidos/[id]/cambiar': ['/buyer/orders?state=placed'],
	'/compras/pedidos/despachos/[id]': ['/buyer/deliveries'],
	'/compras/permanentes/[id]': ['/buyer/standing-orders'],
	'/compras/permanentes/[id]/cambiar': ['/buyer/standing-orders'],
	'/cooperativa/ciclos/[id]': ['/staff/cycles?state=delivered'],
	'/cooperativa/ciclos/[id]/demanda': ['/staff/cycles?state=delivered'],
	'/cooperativa/ciclos/[id]/despachos': ['/staff/cycles?state=delivered'],
	'/cooperativa/ciclos/[id]/recepcion': ['/staff/cycles?state=delivered'],
	'/cooperativa/ciclos/[id]/reparto': ['/staff/cycles?state=delivered'],
	'/cooperativa/cobros/[id]': ['/staff/payments'],
	'/cooperativa/compradores/[id]': ['/staff/buyers'],
	'/cooperativa/compradores/[id]/cuenta': ['/staff/buyers'],
	'/cooperativa/postulaciones/[id]': ['/staff/applications'],
	'/cooperativa/rastro/[id]': ['/staff/orders?state=delivered', 'lines'],
	'/cooperativa/despachos/[id]': ['/staff/deliveries'],
	'/cooperativa/existencias/[id]': ['/staff/stock-items'],
	'/cooperativa/facturas/[id]': ['/staff/invoices'],
	'/cooperativa/fondos/[id]': ['/staff/pools'],
	'/cooperativa/liquidaciones/[id]': ['/staff/statements'],
	'/cooperativa/organizaciones/[id]': ['/staff/organisations'],
	'/cooperativa/pagos/[id]': ['/staff/payout-batches'],
	'/cooperativa/pedidos/[id]': ['/staff/orders'],
	'/cooperativa/personas/[id]': ['/staff/people'],
	'/cooperativa/precios/[id]': ['/staff/price-lists'],
	'/cooperativa/productos/[id]': ['/staff/products'],
	'/cooperativa/protocolos/[id]': ['/staff/protocols'],
	'/cooperativa/protocolos/[id]/comparar': ['/staff/protocols'],
	'/cooperativa/retiros/[id]': ['/staff/recalls'],
	'/cooperativa/talleres/[id]': ['/staff/workshops'],
	'/taller/lotes/[code]': ['/producer/batches', 'code'],
	'/taller/dinero/[id]': ['/producer/statements'],
	'/taller/dinero/fondo/[id]': ['/producer/earnings/deliveries', 'pool_id'],
	'/taller/protocolos/[id]': ['/session/protocols'],
	'/taller/rastro/[id]': ['/producer/batches', 'order-lines']
};
/** The person who visits each area; the public one is visited without signing in. */
const PEOPLE = { public: null, compras: 'lodge', taller: 'producer', cooperativa: 'manager' } as const;
const OTHER = { es: 'English', en: 'Español' } as const;

const routes = join(import.meta.dirname, '../src/routes');
const pages = (await readdir(routes, { recursive: true }))
	.filter((file) => file.endsWith('+page.svelte'))
	.map((file) => `/${dirname(file)}`.replace(/^\/\(public\)|^\/\./, '') || '/')
	.toSorted();
const areaOf = (page: string): string => Object.keys(PEOPLE).find((area) => page.split('/')[1] === area) ?? 'public';

/** The first line of an order of this list. */
async function firstLine(people: Journey, page: Page, list: string, order: string): Promise<string | undefined> {
	const detail = await people.send<{ lines: { id: string }[] }>(page, 'GET', `${list.split('?')[0]}/${order}`);
	return detail.lines[0]?.id;
}

/** The first order line that got units of a batch of this list. */
async function firstLineOfBatch(people: Journey, page: Page, list: string, code: string): Promise<string | undefined> {
	const lines = await people.send<{ order_line_id: string }[]>(page, 'GET', `${list}/${code}/order-lines`);
	return lines[0]?.order_line_id;
}

/** The first basket that the buyer composed. */
async function firstOwnBasket(people: Journey, page: Page, list: string): Promise<string | undefined> {
	const baskets = await people.send<{ own: boolean; sold: { product: { id: string } } }[]>(page, 'GET', list);
	return baskets.find(({ own }) => own)?.sold.product.id;
}

/** The first basket of the cooperative. */
async function firstBasket(people: Journey, page: Page, list: string): Promise<string | undefined> {
	const baskets = await people.send<{ buyer_id?: string; product: { id: string } }[]>(page, 'GET', list);
	return baskets.find(({ buyer_id }) => buyer_id === undefined)?.product.id;
}

/** What the address of a page takes of the first entry of its list. */
function idOf(people: Journey, page: Page, list: string, field: string, entry: Record<string, string>): Promise<string | undefined> {
	if (field === 'lines') return firstLine(people, page, list, entry.id ?? '');
	if (field === 'order-lines') return firstLineOfBatch(people, page, list, entry.code ?? '');
	if (field === 'own-basket') return firstOwnBasket(people, page, list);
	if (field === 'basket') return firstBasket(people, page, list);
	return Promise.resolve(entry[field]);
}

for (const [area, person] of Object.entries(PEOPLE)) {
	journey(`every page of the area ${area}, in both languages, on a phone and on a computer`, async (people) => {
		const places = pages.filter((page) => areaOf(page) === area);
		assert.ok(places.length >= 5, `the area ${area} has ${places.length} pages`);
		// A link without its secret, and a buyer without details for documents: both are explained on the page.
		people.expect(/^401 GET \/(quota|application)-link$/);
		people.expect(/^404 GET \/staff\/organisations\/[^/]+\/billing-details$/);
		const staff = await people.person('manager');
		const page = person ? await people.person(person) : await people.visitor();
		await page.goto(area === 'public' ? '/' : `/${area}`);
		const links = page.getByRole('navigation', { name: 'Navegación principal' }).first().getByRole('link');
		await links.first().waitFor();
		for (const link of await links.evaluateAll((found) => found.map((one) => one.getAttribute('href') ?? ''))) {
			assert.ok(places.includes(link), `the navigation leads to ${link}, which is no page`);
		}
		let language: keyof typeof OTHER = 'es';
		for (const place of places) {
			let address = place;
			if (place.includes('[')) {
				const [list, field = 'id'] = IDS[place] ?? assert.fail(`say in IDS where the id of ${place} comes from`);
				const [found] = await people.send<Record<string, string>[]>(area === 'public' ? staff : page, 'GET', list);
				assert.ok(found, `nothing at ${list}`);
				const id = await idOf(people, area === 'public' ? staff : page, list, field, found);
				assert.ok(id, `nothing of ${list} for ${place}`);
				address = place.replace(/\[\w+\]/, id);
			}
			const name = place.slice(1).replaceAll('/', '-') || 'home';
			await page.setViewportSize(PHONE);
			await page.goto(address);
			await people.inspect(page, `${name}.${language}.phone`);
			await page.setViewportSize(DESKTOP);
			await people.inspect(page, `${name}.${language}`);
			await page.getByRole('button', { name: OTHER[language] }).first().click();
			language = language === 'es' ? 'en' : 'es';
			await page.getByRole('button', { name: OTHER[language] }).first().waitFor();
			await people.inspect(page, `${name}.${language}`);
			await page.setViewportSize(PHONE);
			await people.inspect(page, `${name}.${language}.phone`);
		}
	});
}
