/** The manager's week: one cycle on the board, from the orders that come in to the goods that arrive. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { save } from './support/files.ts';
import { journey, PHONE, until } from './support/journey.ts';
import { season } from './support/season.ts';
import { acceptTheRest, board, openCycle, orderTooLittle, receiveTheRest, weekday } from './support/week.ts';

let at = '';

type Given = readonly [workshop: string, product: string, lots: number];

/** The split that `minga allocate` makes of an instance: who makes how much of what. */
async function splitOf(instance: Buffer): Promise<Given[]> {
	const found = season();
	if ('missing' in found) throw new Error(found.missing);
	const folder = await mkdtemp(join(tmpdir(), 'minga-split-'));
	try {
		const [input, output] = [join(folder, 'instance.json'), join(folder, 'split.json')];
		await writeFile(input, instance);
		await promisify(execFile)(found.program, ['allocate', '--input', input, '--output', output]);
		const { assignments } = JSON.parse(await readFile(output, 'utf8')) as {
			assignments: { member: string; product: string; lots: number }[];
		};
		return assignments.map(({ member, product, lots }) => [member, product, lots]);
	} finally {
		await rm(folder, { recursive: true });
	}
}

journey('the manager finds a standing order, and reads on the cycle why its date does not come', async (people) => {
	const page = await people.person('manager');
	const cycle = await openCycle(people, page);
	await orderTooLittle(people, page, cycle, 'Un frasco y nada más');
	await page.goto('/cooperativa/pedidos');
	await page.getByRole('link', { name: 'Pedidos permanentes' }).click();
	const row = page.getByRole('table', { name: 'Pedidos permanentes' }).getByRole('row').filter({ hasText: 'Un frasco y nada más' });
	await row
		.filter({ hasText: `Cada 2 semanas, los ${weekday(cycle.delivery_date)}` })
		.filter({ hasText: 'activo' })
		.waitFor();
	await people.look(page, 'standing-orders');
	const buyer = await row.getByRole('link').innerText();
	await row.getByRole('link').click();
	await page.getByRole('heading', { level: 1, name: buyer, exact: true }).waitFor();

	await page.goto(`/cooperativa/ciclos/${cycle.id}`);
	await page.getByRole('link', { name: 'Permanentes incompletos' }).click();
	const issues = page
		.getByRole('table', { name: 'Permanentes que no van completos' })
		.getByRole('row')
		.filter({ hasText: 'Un frasco y nada más' });
	await issues.filter({ hasText: buyer }).filter({ hasText: 'bloqueada' }).filter({ hasText: 'bajo el pedido mínimo' }).waitFor();
	await people.look(page, 'standing-order-blocked');
});

journey('the manager looks over the cycles, and closes the one that is open', async (people) => {
	const page = await people.person('manager');
	const cycle = await openCycle(people, page);
	at = `/cooperativa/ciclos/${cycle.id}`;
	await page.goto('/cooperativa');
	await page.getByRole('table').getByRole('link').first().waitFor();
	await people.look(page, 'cycles');
	await page.goto(at);
	await page.getByRole('heading', { name: 'Ahora: llegan los pedidos' }).waitFor();
	await people.look(page, 'board-open');
	await page.getByRole('navigation', { name: 'Ciclo' }).getByRole('link', { name: 'Demanda' }).click();
	await page.getByRole('heading', { name: 'Tandas pedidas por producto' }).waitFor();
	await people.look(page, 'demand');
	await page.goto(at);
	await people.agree(page, 'Cerrar ahora');
	await page.getByText('Ciclo cerrado.').waitFor();
	// The job that splits the work begins by itself.
	await until('the split', async () => (await board(people, page, cycle.id)).run);
	await page.reload();
	await page.getByRole('heading', { name: 'Ahora: revisar y enviar los encargos' }).waitFor();
	await people.look(page, 'board-allocated');
});

journey('the manager reads the split, pins a quantity with its reason, compares, and sends the quotas', async (people) => {
	const page = await people.person('manager');
	await page.goto(`${at}/reparto`);
	await page.getByRole('heading', { name: 'Lo que recibe cada taller, por parte' }).waitFor();
	const bars = page
		.getByRole('figure')
		.first()
		.getByRole('listitem')
		.filter({ has: page.getByRole('link') });
	await bars.first().waitFor();
	assert.equal(await bars.count(), 12);
	await bars
		.filter({ hasText: /nivel justo/ })
		.first()
		.waitFor();
	await people.look(page, 'split');
	// Anyone can make the split again from what went into it.
	const { name, bytes } = await save(page, page.getByRole('link', { name: 'Bajar los datos del reparto' }));
	assert.match(name, /-1\.json$/);
	const instance = JSON.parse(bytes.toString('utf8')) as { readonly members: readonly unknown[]; readonly products: readonly unknown[] };
	assert.equal(instance.members.length, 12);
	assert.ok(instance.products.length > 0, 'the file holds no products');
	const { quotas } = await board(people, page, at.split('/').at(-1) ?? '');
	const given = quotas.map(({ workshop_code, product_code, lots }): Given => [workshop_code, product_code, lots]);
	assert.deepEqual((await splitOf(bytes)).map(String).toSorted(), given.map(String).toSorted());

	const row = page.getByRole('table', { name: 'Encargos' }).getByRole('row').nth(1);
	const [workshop, product] = await row.getByRole('cell').allInnerTexts();
	assert.ok(workshop && product);
	await page.getByRole('button', { name: 'Fijar una cantidad' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Taller').selectOption({ label: workshop });
	await form.getByLabel('Producto').selectOption({ label: product });
	await form.getByLabel('Tandas').fill('0');
	await people.look(page, 'pin-form');
	await form.getByRole('button', { name: 'Guardar' }).click();
	// A pin without a reason is refused at its field; nothing is lost.
	await form.locator('[aria-invalid=true]').waitFor();
	await form.getByLabel('Motivo').fill('Cambia de cocina esta semana');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await page.getByText('Fijada. Reparta de nuevo para que valga.').waitFor();
	await page.getByRole('button', { name: 'Repartir de nuevo' }).click();
	await page.getByText('Reparto hecho.').waitFor();
	const change = page
		.getByRole('table', { name: 'Comparar dos repartos' })
		.getByRole('row')
		.filter({ hasText: workshop })
		.filter({ hasText: product });
	await change.waitFor();
	assert.equal((await change.getByRole('cell').allInnerTexts()).at(-1), '0');
	assert.equal(
		await page.getByRole('table', { name: 'Encargos' }).getByRole('row').filter({ hasText: workshop }).filter({ hasText: product }).count(),
		0
	);
	await page.getByText('Cambia de cocina esta semana').waitFor();
	await people.look(page, 'split-pinned');
	await people.agree(page, 'Enviar los encargos');
	await page.getByText('Encargos enviados.').waitFor();
});

journey('producers answer on their phones, the manager answers for those who called, and the quotas freeze', async (people) => {
	const producer = await people.person('producer2', { size: PHONE });
	await producer.goto('/taller');
	await producer.getByRole('button', { name: 'Sí, lo hago' }).first().click();
	await producer.getByText('Aceptado. Gracias.').waitFor();

	const page = await people.person('manager');
	await page.goto(`${at}/reparto`);
	await people.agree(page, 'Acepta');
	await page.getByText('Aceptado. Gracias.').waitFor();
	await page.getByRole('button', { name: 'No puede' }).first().click();
	await page.getByRole('dialog').getByLabel('Por qué').fill('Llamó: tiene la camioneta mala');
	await page.getByRole('dialog').getByRole('button', { name: 'No puede' }).click();
	await page.getByText('Llamó: tiene la camioneta mala').waitFor();
	await acceptTheRest(people, page, at.split('/').at(-1) ?? '');
	await page.goto(at);
	await people.look(page, 'board-answered');
	await people.agree(page, 'Fijar los encargos');
	await page.getByText('Encargos firmes.').waitFor();
});

journey('goods are received, some rejected, some missing, and the deliveries are packed', async (people) => {
	const page = await people.person('manager');
	await page.goto(`${at}/recepcion`);
	const table = page.getByRole('table', { name: 'Recepción' });
	const form = page.getByRole('dialog');
	await table.getByRole('button', { name: 'Recibir' }).first().waitFor();
	await people.look(page, 'receiving');

	await table.getByRole('button', { name: 'Recibir' }).first().click();
	await form.getByRole('button', { name: 'Recibir' }).click();
	await page.getByText('Recepción anotada.').waitFor();

	await table.getByRole('button', { name: 'Recibir' }).first().click();
	const asked = Number(await form.getByLabel('Aceptadas').inputValue());
	await form.getByLabel('Aceptadas').fill(String(asked - 1));
	await form.getByLabel('Rechazadas').fill('1');
	people.expect(/^4(09|22) POST \/staff\/goods-receipts$/);
	await form.getByRole('button', { name: 'Recibir' }).click();
	// What is rejected needs its cause, which the producer reads.
	await form.getByRole('alert').waitFor();
	await people.look(page, 'receipt-without-cause');
	await form.getByLabel('Causa del rechazo').selectOption({ label: 'no cumple el protocolo' });
	await form.getByLabel('Motivo').fill('Tapa mal cerrada');
	await form.getByRole('button', { name: 'Recibir' }).click();
	await form.waitFor({ state: 'hidden' });

	await table.getByRole('button', { name: 'No llegará' }).last().click();
	await form.getByLabel('Unidades que no llegarán').fill('1');
	await form.getByLabel('Motivo').fill('Se cortó el camino');
	await form.getByRole('button', { name: 'No llegará' }).click();
	await page.getByText('Faltante avisado.').waitFor();

	await receiveTheRest(people, page, at.split('/').at(-1) ?? '');
	await page.reload();
	await table.getByRole('row').nth(1).waitFor();
	await people.look(page, 'received');
	await people.agree(page, 'Preparar los despachos');
	await page.getByText('Despachos preparados.').waitFor();
	await page.goto(`${at}/demanda`);
	await page.getByRole('heading', { name: 'Faltantes avisados a los compradores' }).waitFor();
	await people.look(page, 'demand-with-shortages');
});

journey('deliveries leave and arrive, the invoices go out by themselves, and a jar is traced', async (people) => {
	const page = await people.person('manager');
	await page.goto(`${at}/despachos`);
	await page.getByRole('table', { name: 'Despachos' }).getByRole('link').first().waitFor();
	await people.look(page, 'deliveries');
	await page.getByRole('table', { name: 'Despachos' }).getByRole('link').first().click();
	await page.getByRole('table', { name: 'Lista de armado' }).getByRole('link').first().waitFor();
	await people.look(page, 'packing');
	await page.getByRole('table', { name: 'Lista de armado' }).getByRole('link').first().click();
	await page.getByRole('heading', { name: 'A quién llegó' }).waitFor();
	await page.goto(`${at}/despachos`);
	await people.agree(page, 'Sale todo');
	await people.agree(page, 'Llegó todo');
	await page.goto(at);
	await page.getByRole('heading', { name: 'Ahora: facturar y cobrar' }).waitFor();
	await people.look(page, 'board-delivered');

	const lodge = await people.person('lodge', { size: PHONE });
	await lodge.goto('/compras/facturas');
	const first = lodge.getByRole('table').getByRole('link').first();
	await first.waitFor();
	await people.look(lodge, 'invoices-of-the-lodge');
	const name = await first.innerText();
	await first.click();
	await lodge.getByRole('heading', { name: new RegExp(name) }).waitFor();
	await people.look(lodge, 'invoice-of-the-lodge');
});
