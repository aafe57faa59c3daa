/** Finance: what came into the bank, what each workshop earned by it, and how it is paid. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { journey, type Journey } from './support/journey.ts';

interface Invoice {
	readonly id: string;
	readonly name: string;
	readonly buyer_id: string;
	readonly buyer_name: string;
	readonly open: { readonly amount: number };
}
interface Payout {
	readonly reference: string;
	readonly amount: { readonly amount: number };
}
const HEAD = 'booked_on,amount,reference,counterparty,bank_id';
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Punta_Arenas' }).format(new Date());
let payout = '';

/** Hands the bank's file to the screen, as a person would. */
async function bring(page: Page, rows: readonly string[]): Promise<void> {
	await page.goto('/cooperativa/banco');
	await page.getByRole('button', { name: 'Traer cartola' }).click();
	const form = page.getByRole('dialog');
	await form
		.getByLabel('Archivo')
		.setInputFiles({ name: 'cartola.csv', mimeType: 'text/csv', buffer: Buffer.from([HEAD, ...rows, ''].join('\n')) });
	await form.getByRole('button', { name: 'Traer cartola' }).click();
}

const unpaid = (people: Journey, page: Page): Promise<Invoice[]> =>
	people.send<Invoice[]>(page, 'GET', '/staff/invoices?state=issued&kind=invoice&limit=100');

/** Names a bank line as a transfer between accounts of the cooperative. */
async function nameOwnTransfer(line: Locator): Promise<void> {
	await line.getByRole('button', { name: 'Es otra cosa' }).click();
	const form = line.page().getByRole('dialog');
	await form.getByLabel('Qué es', { exact: true }).selectOption('own_transfer');
	await form.getByRole('button', { name: 'Es esto' }).last().click();
}

journey('a bank file that is wrong is refused by line and column, and nothing of it is taken', async (people) => {
	people.expect(/^4(00|22) POST \/staff\/bank-statements$/);
	const page = await people.person('finance');
	await bring(page, [`${today},1000,Una transferencia,,`, 'ayer,mil,Otra,,']);
	await page.getByRole('dialog').getByRole('alert').waitFor();
	await page
		.getByRole('dialog')
		.getByText(/línea 3/)
		.first()
		.waitFor();
	await people.look(page, 'bank-file-refused');
});

journey('a transfer is matched to its invoice, another is no payment', async (people) => {
	const page = await people.person('finance');
	const [one, two] = await unpaid(people, page);
	assert.ok(one && two);
	await bring(page, [
		`${today},${one.open.amount},Pago factura ${one.name},${one.buyer_name},b-1`,
		`${today},${two.open.amount - 1000},Abono ${two.name},${two.buyer_name},b-2`,
		`${today},50000,Devolucion de garantia,Municipalidad,b-3`
	]);
	await page.getByText('Movimientos nuevos: 3').waitFor();
	const line = (words: string) => page.getByRole('row').filter({ hasText: words });
	await people.look(page, 'bank-lines');
	for (const invoice of [one, two]) {
		await line(invoice.name).getByRole('button', { name: 'Identificar' }).click();
		const form = page.getByRole('dialog');
		await form.getByRole('heading', { name: invoice.buyer_name }).waitFor();
		if (invoice === one) await people.look(page, 'bank-identify');
		await form.getByRole('button', { name: 'Es de este comprador' }).first().click();
		await line(invoice.name).waitFor({ state: 'hidden' });
	}
	await nameOwnTransfer(line('Devolucion'));
	await page.getByText('Nada por identificar').waitFor();
	await page.goto(`/cooperativa/facturas/${one.id}`);
	await page.getByText('pagada', { exact: true }).first().waitFor();
	await people.look(page, 'invoice-paid');
	await page.goto(`/cooperativa/facturas/${two.id}`);
	await page.getByText('pagada en parte').first().waitFor();
	await page.goto('/cooperativa/cobros');
	await page.getByRole('table').getByRole('row').nth(1).waitFor();
	await people.look(page, 'payments');
});

journey('a transfer recorded by hand is the line that the bank tells later, and the buyer’s exposure falls once', async (people) => {
	const page = await people.person('finance');
	const [invoice] = await unpaid(people, page);
	assert.ok(invoice);
	const amount = invoice.open.amount;
	const pesos = (value: number, language = 'es-CL'): string =>
		`$${new Intl.NumberFormat(language, { useGrouping: 'always' }).format(value)}`;
	const exposure = async (): Promise<number> =>
		(await people.send<{ account: { exposure: { amount: number } } }>(page, 'GET', `/staff/buyers/${invoice.buyer_id}`)).account.exposure
			.amount;
	const owed = await exposure();
	await page.goto('/cooperativa/cobros');
	await page.getByRole('button', { name: 'Anotar un cobro' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Comprador').selectOption({ label: invoice.buyer_name });
	await form.getByLabel('Monto').fill(String(amount));
	await form.getByLabel('Nota').fill('Avisó por teléfono');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await form.waitFor({ state: 'hidden' });
	assert.equal(await exposure(), owed - amount);

	const references = ['Abono por la tarde', 'Otro abono igual', 'Abono de un desconocido'];
	await bring(
		page,
		references.map((words, at) => `${today},${at === 2 ? amount + 1 : amount},${words},,h-${at}`)
	);
	await page.getByText('Movimientos nuevos: 3').waitFor();
	const line = (words: string) => page.getByRole('row').filter({ hasText: words });
	await people.look(page, 'bank-waiting');
	// Without a recorded payment of its amount the line says so, and lists the others.
	await line('desconocido').getByRole('button', { name: 'Ya está anotado' }).click();
	await form.getByText(`No hay un cobro de ${pesos(amount + 1)}`).waitFor();
	await form.getByText('Ver los cobros de otro monto').click();
	await form.getByRole('link', { name: invoice.buyer_name }).first().waitFor();
	await people.look(page, 'bank-link-none');
	await page.keyboard.press('Escape');

	// Two people at once: the one who is later reads that the payment is tied, and can no longer choose it.
	await line('Otro abono').getByRole('button', { name: 'Ya está anotado' }).click();
	const choice = form.getByRole('article').filter({ hasText: 'Avisó por teléfono' });
	await choice.getByRole('heading', { name: invoice.buyer_name }).waitFor();
	await people.look(page, 'bank-link');
	const other = await people.person('manager', { language: 'en' });
	await other.goto('/cooperativa/banco');
	await other.getByRole('row').filter({ hasText: 'por la tarde' }).getByRole('button', { name: 'Recorded already' }).click();
	await people.look(other, 'bank-link-en');
	await other
		.getByRole('dialog')
		.getByRole('article')
		.filter({ hasText: 'Avisó por teléfono' })
		.getByRole('button', { name: 'It is this payment' })
		.click();
	await other.getByText('Tied to the payment that was recorded already.').waitFor();
	await other.getByRole('row').filter({ hasText: 'por la tarde' }).waitFor({ state: 'hidden' });
	people.expect(/^409 POST \/staff\/bank-lines\/[^/]+\/link$/);
	await choice.getByRole('button', { name: 'Es este cobro' }).click();
	await form.getByText('Este cobro ya está unido a otro movimiento.').first().waitFor();
	await choice.waitFor({ state: 'hidden' });
	await people.look(page, 'bank-link-late');
	await page.keyboard.press('Escape');
	await page.reload();
	for (const words of references.slice(1)) {
		await nameOwnTransfer(line(words));
		await line(words).waitFor({ state: 'hidden' });
	}
	await page.getByText('Nada por identificar').waitFor();
	assert.equal(await exposure(), owed - amount, 'the same money was taken in twice');

	await page.goto(`/cooperativa/compradores/${invoice.buyer_id}`);
	const moves = page.getByRole('table', { name: 'Qué movió lo que debe o tiene pedido' });
	const newest = moves.getByRole('row').nth(1);
	await newest.getByRole('link', { name: 'Se anotó un cobro' }).waitFor();
	await newest.getByText(`-${pesos(amount)}`, { exact: true }).waitFor();
	const issued = moves.getByRole('link', { name: /^Se emitió la factura F-\d+$/ }).first();
	await issued.waitFor();
	await people.look(page, 'buyer-exposure');
	// What came before is a page further on.
	const first = await newest.innerText();
	await page.getByRole('link', { name: 'Ver más' }).click();
	await page.waitForURL(/movements=/);
	await moves.getByRole('row').filter({ hasText: first }).waitFor({ state: 'hidden' });
	await moves
		.getByRole('link', { name: /^Se (hizo|facturó) el pedido \S+$/ })
		.first()
		.waitFor();
	await people.look(page, 'buyer-exposure-more');
	await page.goBack();
	await newest.getByRole('link', { name: 'Se anotó un cobro' }).click();
	await page.getByText('Avisó por teléfono').waitFor();
	await page.getByText('Está en la cartola del banco.').waitFor();
	await other.goto(`/cooperativa/compradores/${invoice.buyer_id}`);
	await other
		.getByRole('row')
		.nth(1)
		.getByText(`-${pesos(amount, 'en-GB')}`, { exact: true })
		.waitFor();
	await people.look(other, 'buyer-exposure-en');
	await people.send(other, 'PUT', '/session/language', { language: 'es' });

	// Whoever only looks on reads that something was paid, and is led to no page that is closed to him.
	const onlooker = await people.person('quality');
	await onlooker.goto(`/cooperativa/compradores/${invoice.buyer_id}`);
	await onlooker.getByRole('row').filter({ hasText: 'Se anotó un cobro' }).first().waitFor();
	assert.equal(await onlooker.getByRole('link', { name: 'Se anotó un cobro' }).count(), 0);
});

journey('statements are issued for what was paid, and a pool shows where each peso went', async (people) => {
	const page = await people.person('finance');
	await page.goto('/cooperativa/liquidaciones');
	await people.agree(page, 'Emitir liquidaciones');
	await page.getByText(/Se emiti(ó 1 liquidación|eron \d+ liquidaciones)\./).waitFor();
	await people.look(page, 'statements');
	await page.getByRole('table').getByRole('link').first().click();
	await page.getByRole('heading', { name: 'De dónde viene' }).waitFor();
	await people.look(page, 'statement');
	await page.goto('/cooperativa/fondos');
	await page.getByRole('table').getByRole('link').first().waitFor();
	await people.look(page, 'pools');
	await page.getByRole('row').last().getByRole('link').first().click();
	await page.getByText('Adónde fue cada peso').waitFor();
	await people.look(page, 'pool');
});

journey('a payout is prepared by one, approved by another, sent to the bank once, and confirmed', async (people) => {
	const finance = await people.person('finance');
	await finance.goto('/cooperativa/pagos');
	await people.agree(finance, 'Preparar un pago');
	await finance.waitForURL(/\/cooperativa\/pagos\/./);
	payout = new URL(finance.url()).pathname;
	await finance.getByRole('button', { name: 'Aprobar' }).waitFor();
	await people.look(finance, 'payout-prepared');

	// Who prepared it cannot approve it.
	people.expect(/^4\d\d POST \/staff\/payout-batches\/[^/]+\/approve$/);
	await finance.getByRole('button', { name: 'Aprobar' }).click();
	await finance.getByRole('dialog').getByRole('button', { name: 'Aprobar' }).click();
	await finance.getByRole('dialog').getByRole('alert').waitFor();
	await people.look(finance, 'payout-own-approval');

	const manager = await people.person('manager');
	await manager.goto(payout);
	await people.agree(manager, 'Aprobar');
	await manager.getByText('Pago aprobado.').waitFor();

	await finance.goto(payout);
	const saved = finance.waitForEvent('download');
	await people.agree(finance, 'Bajar el archivo del banco');
	const file = await readFile(await (await saved).path());
	assert.ok(file.length > 100, 'the file for the bank is empty');
	// A file that was lost on the way is had again: the same one, so that the bank knows it.
	const lost = finance.waitForEvent('download');
	await people.agree(finance, 'Bajar otra vez el mismo archivo');
	assert.deepEqual(await readFile(await (await lost).path()), file);

	const { payouts } = await people.send<{ payouts: Payout[] }>(finance, 'GET', `/staff/payout-batches/${payout.split('/').at(-1)}`);
	const [one, ...rest] = payouts;
	assert.ok(one);
	await people.look(finance, 'payout-sent');
	await finance.getByRole('row').filter({ hasText: one.reference }).getByRole('button', { name: 'Confirmar' }).click();
	await finance.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click();
	await finance.getByRole('row').filter({ hasText: one.reference }).getByText('confirmado').waitFor();
	if (rest.length > 0) {
		await bring(
			finance,
			rest.map(({ reference, amount }, at) => `${today},${-amount.amount},Transferencia ${reference},,p-${at}`)
		);
		await finance.getByText(`Pagos a talleres confirmados: ${rest.length}`).waitFor();
	}
	await finance.goto(payout);
	await finance.getByRole('row').filter({ hasText: 'enviado al banco' }).first().waitFor({ state: 'hidden' });
	await people.look(finance, 'payout-confirmed');
});

journey('an advance in cash and a deduction wait for the next statement, and the advance is reversed', async (people) => {
	const page = await people.person('finance');
	await page.goto('/cooperativa/liquidaciones');
	await page.getByRole('link', { name: 'Anticipos y descuentos' }).click();
	const form = page.getByRole('dialog');
	const row = (words: string) => page.getByRole('row').filter({ hasText: words });
	await page.getByRole('button', { name: 'Anotar un anticipo en efectivo' }).click();
	await form.getByLabel('Taller').selectOption({ index: 1 });
	await form.getByLabel('Monto').fill('15000');
	await form.getByLabel('Motivo').fill('Azúcar para la temporada');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await row('Azúcar para la temporada').getByText('en la próxima').waitFor();
	await page.getByRole('button', { name: 'Anotar un descuento' }).click();
	await form.getByLabel('Taller').selectOption({ index: 1 });
	await form.getByLabel('Monto').fill('2000');
	await form.getByLabel('Motivo').fill('Frascos');
	await form.getByLabel('Dónde lo aceptó').fill('papel 12');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await row('Frascos').getByText('Aceptado en papel 12').waitFor();
	await people.look(page, 'adjustments');
	await row('Azúcar para la temporada').getByRole('button', { name: 'Anular' }).click();
	await form.getByLabel('Motivo').fill('Era de otro taller');
	await form.getByRole('button').filter({ hasText: 'Guardar' }).click();
	await page.getByText('Anulado: Era de otro taller').waitFor();
});

journey('the ledger shows each fact twice, and goes to hledger', async (people) => {
	const page = await people.person('finance');
	await page.goto('/cooperativa/libro');
	await page.getByRole('heading', { name: 'Saldos' }).waitFor();
	await people.look(page, 'ledger');
	const saved = page.waitForEvent('download');
	await page.getByText('Bajar para hledger').click();
	assert.match(await readFile(await (await saved).path(), 'utf8'), /^\d{4}-\d\d-\d\d /m);
});
