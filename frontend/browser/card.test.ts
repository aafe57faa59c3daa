/** Paying by card: the buyer on the processor's page and back, finance until the money is in the bank. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { withService, journey, PHONE, until, type Journey } from './support/journey.ts';
import { localstripeMissing } from './support/localstripe.ts';
import { Processor } from './support/stripe.ts';

interface Money {
	readonly amount: number;
}
interface Invoice {
	readonly id: string;
	readonly name: string;
	readonly open: Money;
}
interface Attempt {
	readonly state: string;
	readonly amount: Money;
	readonly failure_detail?: string;
	readonly checkout_url?: string;
}

const FEE = 523;
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Punta_Arenas' }).format(new Date());
let processor: Processor;
/** What was paid by card here so far. */
let paid = 0;
withService(async () => (processor = await Processor.open()), localstripeMissing());

/** An invoice of the buyer with something to pay, opened on the screen. */
async function openInvoice(people: Journey, page: Page, title = 'Pagar con tarjeta'): Promise<Invoice> {
	const invoices = await people.send<Invoice[]>(page, 'GET', '/buyer/invoices?kind=invoice&limit=100');
	const invoice = invoices.find(({ open }) => open.amount > 0);
	assert.ok(invoice, 'nothing of the demo is left to pay');
	await page.goto(`/compras/facturas/${invoice.id}`);
	await page.getByRole('heading', { name: title }).waitFor();
	return invoice;
}

const attemptOf = async (people: Journey, page: Page, { id }: Invoice) =>
	(await people.send<Attempt[]>(page, 'GET', `/buyer/invoices/${id}/card-payments?limit=1`))[0];
const pressPay = (page: Page) => page.getByRole('button', { name: /^Pagar .* con tarjeta$/ }).click();
const onProcessor = (page: Page) => page.waitForURL((url) => url.pathname.startsWith('/pay/'));

journey('a lodge pays an invoice by card: it leaves the page, comes back to it, pays, and sees the result', async (people) => {
	const page = await people.person('lodge');
	const invoice = await openInvoice(people, page);
	await people.look(page, 'card-offer');
	await pressPay(page);
	await onProcessor(page);
	await page.getByRole('heading', { name: `Factura ${invoice.name}` }).waitFor();
	assert.equal(await page.locator('#amount').innerText(), `${invoice.open.amount} clp`);
	await page.getByRole('link', { name: 'Volver' }).click();
	await page.getByText('Hay un pago con tarjeta en curso').waitFor();
	await people.look(page, 'card-open');

	await page.getByRole('link', { name: 'Seguir al pago' }).click();
	await onProcessor(page);
	processor.hush();
	await page.getByRole('button', { name: 'Pagar' }).click();
	await page.waitForURL(/\?tarjeta=pagada$/);
	await page.getByText('Recibimos su pago').waitFor();
	assert.equal((await attemptOf(people, page, invoice))?.state, 'open', 'the address alone pays nothing');
	await people.look(page, 'card-confirming');
	await until('the word of the processor', async () => processor.keeps > 0);
	await processor.release();
	await page.getByText('Pago recibido').waitFor();
	await page.getByText('pagada', { exact: true }).waitFor();
	await page.waitForURL((url) => url.search === '');
	await people.look(page, 'card-paid');
	paid += invoice.open.amount;
	await page.reload();
	await page.getByText('pagada', { exact: true }).waitFor();
	assert.equal(await page.getByRole('button', { name: /con tarjeta/ }).count(), 0);
});

journey('a page that closes without a payment may be tried again, and is paid then', async (people) => {
	const page = await people.person('restaurant', { size: PHONE });
	const invoice = await openInvoice(people, page);
	await pressPay(page);
	await onProcessor(page);
	await processor.expire(page.url());
	await until('the end of the page', async () => (await attemptOf(people, page, invoice))?.state === 'expired');
	await page.goBack();
	await page.getByText('La página anterior se cerró sin pago').waitFor();
	await people.look(page, 'card-expired');
	await pressPay(page);
	await onProcessor(page);
	await page.getByRole('button', { name: 'Pagar' }).click();
	await page.getByText('Pago recibido').waitFor();
	paid += invoice.open.amount;
});

journey('who only looks at a buyer’s invoices is offered no payment', async (people) => {
	const manager = await people.person('manager');
	const shop = await people.person('shop', { language: 'en' });
	const one = await openInvoice(people, shop, 'Pay by card');
	await people.look(shop, 'card-offer-en');

	const { person, organisation_id } = await people.send<{ person: { id: string }; organisation_id: string }>(shop, 'GET', '/session');
	// Somebody else who can act for the shop, so that its only person may become a viewer.
	const other = { email: 'bruno@esquina.example', name: 'Bruno', language: 'es', organisation_id, role: 'admin' };
	await people.send(manager, 'POST', '/staff/people', other, { 'Idempotency-Key': 'bruno' });
	const give = (role: string) => people.send(manager, 'PUT', `/staff/people/${person.id}/roles`, { organisation_id, roles: [role] });
	await give('viewer');
	const viewer = await people.person('shop');
	const known = viewer.waitForResponse(/\/card-payments/);
	await viewer.goto(`/compras/facturas/${one.id}`);
	await known;
	await viewer.getByRole('heading', { name: one.name }).waitFor();
	await people.look(viewer, 'card-viewer');
	assert.equal(await viewer.getByRole('button', { name: /by card/ }).count(), 0);
	await give('admin');
});

journey('a key that the processor refuses is explained to the buyer, and quoted to finance', async (people) => {
	processor.rollKey();
	const page = await people.person('shop', { language: 'es' });
	const invoice = await openInvoice(people, page);
	await pressPay(page);
	await page.getByText('La cooperativa no puede recibir tarjetas en este momento').waitFor();
	await people.look(page, 'card-key-refused');
	processor.rollKey(true);

	const finance = await people.person('finance');
	await finance.goto('/cooperativa/cobros');
	await finance.getByRole('link', { name: 'Con tarjeta' }).click();
	const failed = finance.getByRole('row').filter({ hasText: 'Invalid API Key' });
	await failed.getByText('Stripe no acepta la clave de esta instalación').waitFor();
	await people.look(finance, 'card-payments');
	await finance.getByLabel('Estado').selectOption('failed');
	await finance.waitForURL(/state=failed/);
	await until('the list of those that failed alone', async () => (await finance.getByRole('row').count()) === 2);
	await failed.getByRole('link', { name: 'Ver la factura' }).click();
	await finance.getByRole('heading', { name: invoice.name }).waitFor();
	await finance.goto('/cooperativa/cobros/tarjetas?state=requested');
	await finance.getByText('No hay pagos con tarjeta en ese estado').waitFor();
	await people.look(finance, 'card-payments-none');
});

journey('finance finds what was paid by card, and settles it with the line of the bank', async (people) => {
	people.expect(/^409 POST \/staff\/bank-lines\/[^/]+\/settle-cards$/);
	const page = await people.person('finance');
	await page.goto('/cooperativa/cobros/tarjetas?state=paid');
	await page.getByRole('row').nth(2).waitFor();
	await page.getByRole('link', { name: 'Ver el cobro' }).last().click();
	await page.getByText('tarjeta', { exact: true }).waitFor();
	await people.look(page, 'card-payment');

	await page.goto('/cooperativa/banco');
	await page.getByRole('button', { name: 'Traer cartola' }).click();
	const file = `booked_on,amount,reference,counterparty,bank_id\n${today},${paid - FEE},STRIPE PAYOUT,STRIPE,card-1\n`;
	await page
		.getByRole('dialog')
		.getByLabel('Archivo')
		.setInputFiles({ name: 'cartola.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
	await page.getByRole('dialog').getByRole('button', { name: 'Traer cartola' }).click();
	const line = page.getByRole('row').filter({ hasText: 'STRIPE PAYOUT' });
	await line.getByRole('button', { name: 'Es un abono de tarjetas' }).waitFor();
	await people.look(page, 'card-bank-lines');
	await line.getByRole('button', { name: 'Es un abono de tarjetas' }).click();
	const form = page.getByRole('dialog');
	const fee = form.getByLabel('Lo que cobró Stripe');
	assert.equal(await fee.inputValue(), '0');
	await fee.fill(String(FEE + 1));
	await form.getByRole('button', { name: 'Guardar' }).click();
	await form.locator('.field .error').waitFor();
	await people.look(page, 'card-settle-refused');
	await fee.fill(String(FEE));
	await form.getByRole('button', { name: 'Guardar' }).click();
	await page.getByText('Abono de tarjetas anotado.').waitFor();
	await line.waitFor({ state: 'hidden' });
	await page.goto('/cooperativa/libro');
	await page.getByRole('row').filter({ hasText: 'gastos · costo de las tarjetas' }).getByText(`$${FEE}`).first().waitFor();
	await page.getByRole('row').filter({ hasText: 'activo · tarjetas' }).first().getByText('$0', { exact: true }).waitFor();
	await people.look(page, 'card-ledger');
});
