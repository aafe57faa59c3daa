/** What each role may not see: pages are neither offered nor opened by their address. */
import assert from 'node:assert/strict';
import { journey } from './support/journey.ts';

journey('a buyer and a producer stand before the doors of others', async (people) => {
	const page = await people.person('lodge');
	for (const address of ['/cooperativa', '/cooperativa/banco', '/taller']) {
		await page.goto(address);
		await page.getByRole('heading', { name: 'Esta parte no es de su cuenta' }).waitFor();
	}
	await people.look(page, 'lodge-refused');
	const producer = await people.person('producer');
	await producer.goto('/compras');
	await producer.getByRole('heading', { name: 'Esta parte no es de su cuenta' }).waitFor();
});

journey('an order of another buyer is as if it were not there', async (people) => {
	people.expect(/^404 GET \/buyer\/orders\//);
	const shop = await people.person('shop');
	const orders = await people.send<{ id: string; code: string }[]>(shop, 'GET', '/buyer/orders');
	const [theirs] = orders;
	assert.ok(theirs);
	const lodge = await people.person('lodge');
	await lodge.goto(`/compras/pedidos/${theirs.id}`);
	await lodge.getByRole('alert').waitFor();
	assert.equal(await lodge.getByText(theirs.code).count(), 0);
	await people.look(lodge, 'order-of-another');
});

journey('quality grants and suspends certificates, and sees no money', async (people) => {
	const page = await people.person('quality');
	await page.goto('/cooperativa/certificados');
	const row = page.getByRole('table').getByRole('row').nth(1);
	await row.getByText('vigente').waitFor();
	await people.look(page, 'certificates');
	const [number = ''] = (await row.getByRole('cell').nth(2).innerText()).split('\n');
	await row.getByRole('button', { name: 'Suspender' }).click();
	await people.look(page, 'certificate-suspend');
	await page.getByRole('dialog').getByLabel('Por seguridad o por papeles').selectOption('paperwork');
	await page.getByRole('dialog').getByRole('textbox', { name: 'Motivo' }).fill('Falta el análisis del agua');
	await page.getByRole('dialog').getByRole('button', { name: 'Suspender' }).click();
	await page.getByText('Falta el análisis del agua').waitFor();

	const shopper = await people.visitor();
	await shopper.goto(`/sello/${encodeURIComponent(number)}`);
	await shopper.getByRole('heading', { name: 'Este sello está suspendido' }).waitFor();
	await people.look(shopper, 'seal-suspended');

	// The bank is neither offered nor shown.
	assert.equal(await page.getByRole('link', { name: 'Banco', exact: true }).count(), 0);
	people.expect(/^403 GET \/staff\//);
	await page.goto('/cooperativa/banco');
	await page.getByText('Su cuenta no puede hacer esto.').first().waitFor();
	await people.look(page, 'quality-refused');
});

journey('finance sees the week and moves nothing in it', async (people) => {
	const page = await people.person('finance');
	await page.goto('/cooperativa');
	await page.getByRole('table').getByRole('link').first().click();
	await page.getByRole('heading', { name: /^Ahora: / }).waitFor();
	await people.look(page, 'finance-on-the-board');
	for (const name of ['Cerrar ahora', 'Repartir', 'Enviar los encargos', 'Fijar los encargos']) {
		assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name);
	}
	await page.goto('/cooperativa/certificados');
	await page.getByRole('table').getByRole('row').nth(1).waitFor();
	assert.equal(await page.getByRole('button', { name: 'Suspender' }).count(), 0);
	assert.equal(await page.getByRole('link', { name: 'Personas', exact: true }).count(), 0);
	people.expect(/^403 GET \/staff\/people/);
	await page.goto('/cooperativa/personas');
	await page.getByText('Su cuenta no puede hacer esto.').first().waitFor();

	// Who may is offered what these were not.
	const manager = await people.person('manager');
	await manager.goto('/cooperativa/certificados');
	await manager.getByRole('button', { name: 'Suspender' }).first().waitFor();
	for (const name of ['Personas', 'Banco']) await manager.getByRole('link', { name, exact: true }).first().waitFor();
});
