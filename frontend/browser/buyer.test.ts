/** The lodge: it orders once, orders for always, tells who arrives, receives, and is invoiced. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { journey, PHONE } from './support/journey.ts';
import { openCycle, weekday } from './support/week.ts';

/** A day from now on, as a field for dates takes it. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
/** The number in an amount of money as the screen writes it. */
const pesos = (text: string) => Number(text.replace(/\D/g, ''));
const total = async (page: Page) => pesos(await page.locator('#resumen .all dd').innerText());

journey('a lodge orders in the open cycle, changes its mind, and sees what it comes to', async (people) => {
	const page = await people.person('lodge');
	await page.goto('/compras');
	await page
		.getByRole('link', { name: /^(Pedir|Hacer otro pedido)$/ })
		.last()
		.click();
	await page.getByRole('heading', { name: 'Su pedido' }).waitFor();
	await people.look(page, 'order-empty');

	const jam = page.getByRole('listitem').filter({ hasText: 'Mermelada de calafate' });
	const quantity = (row: typeof jam) => row.getByRole('spinbutton');
	await quantity(jam).fill('6');
	await quantity(jam).press('Tab');
	const six = await total(page);
	assert.ok(six > 0);
	await jam.getByRole('button', { name: 'Más' }).click();
	assert.ok((await total(page)) > six);
	await page.getByLabel('Buscar en la lista').fill('queso');
	await page.getByRole('heading', { name: 'Mermeladas' }).waitFor({ state: 'hidden' });
	const cheese = page
		.getByRole('listitem')
		.filter({ has: page.getByRole('spinbutton') })
		.first();
	await quantity(cheese).fill('2');
	await quantity(cheese).press('Tab');
	await page.getByLabel('Nota para la cooperativa').fill('Dejar en la bodega');
	await page.getByLabel('Su número de orden de compra').fill('OC-1044');
	await people.look(page, 'order-filled');
	const placedTotal = await total(page);
	await page.getByRole('button', { name: 'Enviar el pedido' }).click();
	await page.getByRole('heading', { name: /^Pedido / }).waitFor();
	await page.getByText('Dejar en la bodega').waitFor();
	await page.getByText('OC-1044').waitFor();
	await page.getByText('Todavía no hay cambios.').waitFor();
	assert.equal(pesos(await page.locator('.facts .number').first().innerText()), placedTotal);
	await people.look(page, 'order-placed');

	await page.getByRole('link', { name: 'Cambiar' }).click();
	await page.getByRole('heading', { name: /^Cambiar el pedido/ }).waitFor();
	await page.getByRole('listitem').filter({ hasText: 'Mermelada de calafate' }).getByRole('spinbutton').fill('10');
	await page.getByRole('listitem').filter({ hasText: 'Mermelada de calafate' }).getByRole('spinbutton').press('Tab');
	const amended = await total(page);
	assert.ok(amended > placedTotal);
	await page.getByRole('button', { name: 'Guardar los cambios' }).click();
	await page.getByText('Los cambios quedaron guardados.').waitFor();
	assert.equal(pesos(await page.locator('.facts .number').first().innerText()), amended);

	const changes = page.getByRole('region', { name: 'Cambios del pedido' });
	await changes.getByText(/Mermelada de calafate.*: de \d+ a 10/).waitFor();
	await page.getByText('OC-1044').waitFor();

	await page.getByRole('button', { name: 'Anular el pedido' }).click();
	await people.look(page, 'order-cancel');
	await page.getByRole('dialog').getByRole('button', { name: 'Anular el pedido' }).click();
	await page.getByText('El pedido quedó anulado.').waitFor();
	await changes.getByText('Se anuló').waitFor();
});

journey('a cook pastes three misspelt lines on a phone, corrects one, and places the order', async (people) => {
	const page = await people.person('restaurant', { size: PHONE });
	await page.goto('/compras');
	await page
		.getByRole('link', { name: /^(Pedir|Hacer otro pedido)$/ })
		.last()
		.click();
	await page.getByRole('button', { name: 'Pegar una lista' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Su lista').fill('Hola, para el viernes:\n6 mermelda de calafte, quesso fresko 2\nmieel x 3\n5 zapatos rojos');
	await people.look(page, 'order-text');
	await dialog.getByRole('button', { name: 'Leer la lista' }).click();
	const product = (line: string) => dialog.getByRole('combobox', { name: `Producto: ${line}` });
	const chosen = (line: string) => product(line).locator('option:checked').innerText();
	assert.match(await chosen('6 mermelda de calafte'), /^Mermelada de calafate/);
	assert.match(await chosen('quesso fresko 2'), /^Queso fresco/);
	assert.equal(await chosen('5 zapatos rojos'), 'No pedir esta línea');
	const honey = dialog.getByRole('listitem').filter({ hasText: 'mieel x 3' });
	await honey.getByRole('searchbox', { name: 'Buscar otro producto' }).fill('miel de estepa');
	await honey.getByRole('button', { name: /^Miel de estepa/ }).click();
	assert.match(await chosen('mieel x 3'), /^Miel de estepa/);
	await people.look(page, 'order-text-lines');
	await dialog.getByRole('button', { name: 'Poner 3 productos en el pedido' }).click();

	const left = page.getByRole('region', { name: 'De su lista quedó fuera' });
	await left.getByText('5 zapatos rojos').waitFor();
	const row = (name: string) => page.getByRole('listitem').filter({ hasText: name }).getByRole('spinbutton');
	assert.equal(await row('Mermelada de calafate').inputValue(), '6');
	assert.equal(await row('Miel de estepa').inputValue(), '3');
	await people.look(page, 'order-text-filled');
	await left.getByRole('button', { name: 'Entendido' }).click();
	await left.waitFor({ state: 'hidden' });
	// The list itself is searched with the same errors.
	await page.getByLabel('Buscar en la lista').fill('quesso fresko');
	await page.getByRole('heading', { name: 'Mermeladas' }).waitFor({ state: 'hidden' });
	assert.equal(await row('Queso fresco').inputValue(), '2');
	await page.getByRole('button', { name: 'Enviar el pedido' }).click();
	await page.getByRole('heading', { name: /^Pedido / }).waitFor();
	await page.getByText('Miel de estepa').first().waitFor();
});

journey('a cook keeps a favourite, sees what it usually orders, and orders as last time', async (people) => {
	const page = await people.person('restaurant', { size: PHONE });
	await page.goto('/compras');
	await page
		.getByRole('link', { name: /^(Pedir|Hacer otro pedido)$/ })
		.last()
		.click();
	const rows = page.getByRole('listitem').filter({ has: page.getByRole('spinbutton') });
	const show = page.getByRole('combobox', { name: 'Qué mostrar' });
	await show.selectOption({ label: 'Favoritos' });
	await page.getByText('Todavía no tiene favoritos: toque la estrella de un producto.').waitFor();
	await show.selectOption({ label: 'Toda la lista' });
	const star = page.getByRole('button', { name: 'Favorito: Miel de ulmo' });
	await star.click();
	await people.look(page, 'order-favourite');
	await page.goto(page.url());
	await page.getByRole('button', { name: 'Favorito: Miel de ulmo', pressed: true }).waitFor();
	await show.selectOption({ label: 'Favoritos' });
	assert.equal(await page.getByRole('button', { name: /^Favorito: / }).count(), 1);
	await show.selectOption({ label: 'Lo de siempre' });
	await page
		.getByText(/Suele pedir \d+/)
		.first()
		.waitFor();
	await show.selectOption({ label: 'Toda la lista' });

	await page.getByRole('button', { name: 'Como la última vez' }).click();
	await page.getByText(/^Como el pedido /).waitFor();
	await show.selectOption({ label: 'Solo lo que elegí' });
	await rows.first().waitFor();
	assert.ok((await total(page)) > 0);
	await people.look(page, 'order-as-last');
	await page.goto('/catalogo');
	await page
		.getByRole('link', { name: /Miel de ulmo/ })
		.first()
		.click();
	await page.getByRole('button', { name: 'Favorito: Miel de ulmo', pressed: true }).click();
	await page.getByRole('button', { name: 'Favorito: Miel de ulmo', pressed: false }).waitFor();
	await people.look(page, 'product-favourite');
});

journey('an order that cannot be taken says why, and keeps what was written', async (people) => {
	people.expect(/^4(09|22) POST \/buyer\/orders$/);
	const page = await people.person('lodge', { size: PHONE });
	await page.goto('/compras');
	await page
		.getByRole('link', { name: /^(Pedir|Hacer otro pedido)$/ })
		.last()
		.click();
	const jam = page.getByRole('listitem').filter({ hasText: 'Mermelada de calafate' });
	await jam.getByRole('spinbutton').fill('1');
	await jam.getByRole('spinbutton').press('Tab');
	await page.getByText(/Faltan .* neto para el pedido mínimo/).waitFor();
	await page.getByRole('button', { name: 'Enviar el pedido' }).click();
	await page.getByRole('alert').first().waitFor();
	await people.look(page, 'order-refused');
	assert.equal(await jam.getByRole('spinbutton').inputValue(), '1');
	await page.reload();
	await page.getByText('Recuperamos lo que estaba escribiendo.').waitFor();
	assert.equal(await jam.getByRole('spinbutton').inputValue(), '1');

	await jam.getByRole('spinbutton').fill('9999');
	await jam.getByRole('spinbutton').press('Tab');
	await page.getByText(/Quedan \d+: baje la cantidad/).waitFor();
	assert.ok(await page.getByRole('button', { name: 'Enviar el pedido' }).isDisabled());
});

journey('a lodge orders for always: it sees the next dates first, changes one, and pauses', async (people) => {
	const day = weekday((await openCycle(people, await people.person('manager'))).delivery_date);
	const page = await people.person('lodge');
	await page.goto('/compras/permanentes');
	await page.getByRole('link', { name: 'Nuevo pedido permanente' }).first().click();
	await page.getByLabel('Nombre').fill('Desayunos');
	await page.getByRole('button', { name: day }).click();
	await page.getByText(`Todos los ${day}`).waitFor();
	await page.getByRole('button', { name: 'Agregar un producto' }).click();
	await page.getByRole('combobox', { name: 'Producto' }).selectOption({ label: 'Miel de ulmo' });
	await page.getByRole('spinbutton', { name: 'Cantidad' }).fill('12');
	await page.getByRole('spinbutton', { name: 'Cantidad' }).press('Tab');
	await page.getByRole('button', { name: 'Ver las próximas fechas' }).click();
	const dates = page
		.locator('section')
		.filter({ has: page.getByRole('heading', { name: 'Cómo quedan las próximas fechas' }) })
		.getByRole('listitem')
		.filter({ hasText: day });
	await dates.first().waitFor();
	assert.equal(await dates.count(), 6);
	await people.look(page, 'standing-preview');
	await page.getByRole('button', { name: 'Guardar' }).click();
	await page.getByRole('heading', { name: 'Desayunos' }).waitFor();
	await page.getByRole('heading', { name: 'Próximas fechas' }).waitFor();
	await page.getByRole('button', { name: 'Cambiar esta fecha' }).last().click();
	await people.look(page, 'standing-one-date');
	await page.getByRole('dialog').getByLabel('No quiero nada este día').check();
	await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click();
	await page.getByText('La fecha quedó como usted dijo.').waitFor();
	await page.getByText('usted la saltó').first().waitFor();
	await people.look(page, 'standing');
	await page.getByRole('button', { name: 'Pausar' }).click();
	await page.getByRole('dialog').getByLabel('Primer día').waitFor();
	await people.look(page, 'standing-pause');
	await page.getByRole('dialog').getByRole('button', { name: 'Cerrar' }).click();
	await page.goto('/compras/permanentes');
	await page.getByRole('link', { name: 'Desayunos' }).waitFor();
	await people.look(page, 'standing-orders');
});

journey('a lodge tells who arrives, by hand and by file; a bad file is refused whole', async (people) => {
	const page = await people.person('lodge', { size: PHONE });
	await page.goto('/compras/llegadas');
	await page.getByLabel('Referencia').fill('R-77');
	await page.getByLabel('Día', { exact: true }).fill(inDays(20));
	await page.getByLabel('Huéspedes', { exact: true }).fill('5');
	await page.getByRole('button', { name: 'Anotar', exact: true }).click();
	await page.getByText('La llegada quedó anotada.').waitFor();
	await page.getByText('R-77').waitFor();

	const bring = async (rows: string) => {
		await page.getByLabel('Archivo CSV').setInputFiles({ name: 'llegadas.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
		await page.getByRole('button', { name: 'Subir', exact: true }).click();
	};
	people.expect(/^4(00|22) POST \/buyer\/arrivals-files$/);
	await bring(`reference,date,guests\nR-78,${inDays(21)},4\nR-79,nunca,muchos\n`);
	await page
		.getByRole('alert')
		.getByText(/línea 3/)
		.first()
		.waitFor();
	await people.look(page, 'arrivals-file-refused');
	assert.equal(await page.getByText('R-78').count(), 0);
	// No delivery is planned for the second row: it is named with its line of the file.
	await bring(`reference,date,guests\nR-78,${inDays(21)},4\n\nR-80,${inDays(300)},2\n`);
	await page.getByText('Nuevas: 2. Cambiadas: 0. Anuladas: 0. Iguales: 0.').waitFor();
	await page.getByText('R-78').waitFor();
	await page.getByText('Revise una llegada del archivo:').waitFor();
	await page.getByText('Línea 4, R-80').waitFor();
	await people.look(page, 'arrivals');
});

journey('a lodge follows its orders and deliveries, and takes an invoice as a PDF', async (people) => {
	const page = await people.person('lodge');
	await page.goto('/compras/pedidos');
	await page.getByRole('table').getByRole('link').first().waitFor();
	await people.look(page, 'orders');
	await page.getByRole('navigation', { name: 'Pedidos' }).getByRole('link', { name: 'Despachos' }).click();
	await page.getByRole('row').filter({ hasText: 'cuenca-' }).getByRole('link').first().waitFor();
	await people.look(page, 'deliveries');
	await page.getByRole('row').filter({ hasText: 'cuenca-' }).getByRole('link').first().click();
	await page.getByRole('table').getByRole('row').nth(1).waitFor();
	await people.look(page, 'delivery');

	await page.goto('/compras/facturas?state=paid');
	await page.getByRole('table').getByRole('link', { name: /^F-/ }).first().click();
	await page.getByRole('heading', { name: /^Factura F-/ }).waitFor();
	await people.look(page, 'invoice');
	const saved = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Bajar PDF' }).click();
	const pdf = await readFile(await (await saved).path());
	assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');

	await page.goto('/compras/facturas');
	await page.getByRole('navigation', { name: 'Mis facturas' }).getByRole('link', { name: 'Pagos' }).click();
	await page.getByRole('heading', { name: 'Mis pagos' }).waitFor();
	const paid = await people.send<{ amount: { amount: number } }[]>(page, 'GET', '/buyer/payments');
	assert.ok(paid.length > 0, 'the season has payments of the lodge');
	await page
		.getByRole('row', { name: /transferencia/i })
		.first()
		.waitFor();
	assert.equal(await page.getByRole('row', { name: /transferencia/i }).count(), paid.length);
	await people.look(page, 'payments');
});
