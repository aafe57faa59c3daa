/** Baskets: a lodge composes one on a phone, and nobody else sees it; staff compose one for all. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { journey, PHONE } from './support/journey.ts';

const pesos = (text: string) => Number(text.replace(/\D/g, ''));
const price = async (page: Page) => pesos(await page.locator('.builder .bar strong').innerText());

async function add(page: Page, label: string, words: string, name: string): Promise<void> {
	await page.getByLabel(label, { exact: true }).fill(words);
	await page.getByRole('button', { name: `Agregar ${name}` }).click();
}

journey('a lodge composes a basket of its own on a phone, and no other buyer sees it', async (people) => {
	const page = await people.person('lodge', { size: PHONE });
	await page.goto('/compras/canastas');
	await page.getByRole('heading', { name: 'Canasta de bienvenida' }).waitFor();
	await page.getByRole('heading', { name: 'Para la caminata' }).waitFor();
	await people.look(page, 'list');
	await page.getByRole('link', { name: 'Armar una canasta' }).click();
	await page.getByText('Todavía está vacía').waitFor();
	await add(page, 'Agregar productos', 'mermelda ruibarbo', 'Mermelada de ruibarbo');
	await page.locator('.builder .bar strong').waitFor();
	const one = await price(page);
	await page.getByRole('group', { name: 'Cantidad de Mermelada de ruibarbo' }).getByRole('button', { name: 'Más' }).click();
	await page.waitForFunction(
		(before) => Number(document.querySelector('.builder .bar strong')?.textContent?.replace(/\D/g, '')) > before,
		one
	);
	assert.equal(await price(page), 2 * one);
	await add(page, 'Agregar productos', 'galletas', 'Galletas de avena y miel');
	await page.getByText('gluten').first().waitFor();
	await page.getByRole('listitem').filter({ hasText: 'Galletas de avena' }).getByRole('button', { name: 'Agregar reemplazo' }).click();
	await add(page, 'Agregar reemplazo', 'alfajores', 'Alfajores de calafate');
	await page.getByText('huevo').first().waitFor();
	await page.getByLabel('Nombre de la canasta').fill('Para la llegada');
	await page.getByLabel('Texto de la tarjeta en español').fill('Que tengan un buen viaje.');
	await people.look(page, 'composed');
	await page.getByRole('button', { name: 'Guardar' }).click();
	await page.getByRole('heading', { name: 'Para la llegada' }).waitFor();

	const other = await people.person('restaurant');
	await other.goto('/compras/canastas');
	await other.getByRole('heading', { name: 'Canasta de bienvenida' }).waitFor();
	assert.equal(await other.getByText('Para la llegada').count(), 0);
	assert.equal(await other.getByText('Para la caminata').count(), 0);

	const own = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Para la llegada' }) });
	await own.getByRole('button', { name: 'Borrar' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
	await page.getByRole('heading', { name: 'Para la llegada' }).waitFor({ state: 'detached' });
});

journey('anyone reads what is in a basket, and staff change it', async (people) => {
	const page = await people.person('manager');
	await page.goto('/cooperativa/canastas');
	await page.getByRole('link', { name: 'Canasta de bienvenida' }).click();
	await page.getByRole('heading', { name: 'En la canasta' }).waitFor();
	await page.getByLabel('Menos (%)').fill('10');
	await page.locator('.builder .bar strong').waitFor();
	await people.look(page, 'staff');
	await page.getByRole('button', { name: 'Guardar' }).click();
	await page.getByRole('heading', { name: 'Canastas', exact: true }).waitFor();
	await page.goto('/catalogo?q=canasta+bienvenida');
	await page
		.getByRole('link', { name: /Canasta de bienvenida/ })
		.first()
		.click();
	await page.getByRole('heading', { name: 'Lo que encontrará el huésped' }).waitFor();
	await page.getByText('Miel multiflora').first().waitFor();
	await people.look(page, 'product');
});
