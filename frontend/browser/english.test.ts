/** Every place of every door, read by somebody who speaks English: nothing is too wide, nameless or broken. */
import { DESK, journey, PHONE } from './support/journey.ts';

/** The places of each door. */
const PLACES = {
	lodge: ['compras', 'compras/pedidos', 'compras/pedidos/despachos', 'compras/permanentes', 'compras/llegadas', 'compras/facturas'],
	producer: ['taller', 'taller/lotes', 'taller/reparto', 'taller/dinero', 'taller/unidad'],
	manager: [
		...['', '/pedidos', '/lotes', '/calendario', '/facturas', '/banco', '/cobros', '/fondos', '/liquidaciones', '/pagos', '/libro'],
		...['/productos', '/ofertas', '/precios', '/certificados', '/talleres', '/compradores', '/acuerdos', '/personas', '/trabajos', '/mensajes']
	].map((place) => `cooperativa${place}`)
} as const;

/** Lists whose first row leads to a page of its own. */
const DETAILS = ['pedidos', 'facturas', 'fondos', 'liquidaciones', 'pagos', 'productos', 'precios', 'talleres', 'compradores', 'personas'];

for (const [person, places] of Object.entries(PLACES)) {
	journey(`in English, the ${person} finds every place in order`, async (people) => {
		const page = await people.person(person, { size: person === 'producer' ? PHONE : DESK, language: 'en' });
		for (const place of places) {
			await page.goto(`/${place}`);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await people.look(page, place.replaceAll('/', '-'));
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
