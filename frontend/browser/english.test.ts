/** Every place of every door, read by somebody who speaks English: nothing is too wide, nameless or broken. */
import assert from 'node:assert/strict';
import { DESK, journey, PHONE } from './support/journey.ts';

/** Each door, and what lies behind it beside the places of its navigation. */
const DOORS = [
	{ person: 'lodge', door: '/compras', size: DESK, beside: ['/compras/pedidos/despachos', '/compras/permanentes/nuevo'] },
	{ person: 'producer', door: '/taller', size: PHONE, beside: [] },
	{ person: 'manager', door: '/cooperativa', size: DESK, beside: ['/cooperativa/calendario'] }
] as const;
/** Lists whose first row leads to a page of its own. */
const DETAILS = ['pedidos', 'facturas', 'fondos', 'liquidaciones', 'pagos', 'productos', 'precios', 'talleres', 'compradores', 'personas'];

for (const { person, door, size, beside } of DOORS) {
	journey(`in English, the ${person} finds every place in order`, async (people) => {
		const page = await people.person(person, { size, language: 'en' });
		await page.goto(door);
		const links = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link');
		await links.first().waitFor();
		const places = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
		assert.ok(places.length >= 5, `the navigation of the ${person} has ${places.length} places`);
		for (const place of [...places, ...beside]) {
			await page.goto(place);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await people.look(page, place.slice(1).replaceAll('/', '-'));
		}
	});
}

journey('in English, the manager opens the first of each list', async (people) => {
	// A buyer who gave no details for documents yet has none.
	people.expect(/^404 GET \/staff\/organisations\/[^/]+\/billing-details$/);
	const page = await people.person('manager', { language: 'en' });
	for (const list of DETAILS) {
		await page.goto(`/cooperativa/${list}`);
		await page.getByRole('table').first().getByRole('link').first().click();
		await page.waitForURL(/\/cooperativa\/[^/]+\/./);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await people.look(page, `one-of-${list}`);
	}
});
