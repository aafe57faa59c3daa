/** Finance corrects what was invoiced: a price that was too low, a payment that came late, a debt that is lost. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { journey, PHONE, type Journey } from './support/journey.ts';

interface Money {
	readonly amount: number;
}
interface Invoice {
	readonly id: string;
	readonly name: string;
	readonly buyer_id: string;
	readonly open: Money;
}
interface Payment {
	readonly id: string;
	readonly amount: Money;
	readonly received_on: string;
}
interface LateCharge {
	readonly interest: Money;
	readonly commission: Money;
	readonly total: Money;
}
const pesos = (value: number): string => `$${new Intl.NumberFormat('es-CL', { useGrouping: 'always' }).format(value)}`;

/** The newest invoice of a buyer of the demo in a state. */
async function invoiceOf(people: Journey, page: Page, state: string, index = 0): Promise<Invoice> {
	const invoices = await people.send<Invoice[]>(page, 'GET', `/buyer/invoices?state=${state}&limit=100`);
	const found = invoices.at(index);
	assert.ok(found, `no ${state} invoice`);
	return found;
}

/** What a buyer owes, as its account says it. */
async function owed(people: Journey, page: Page): Promise<number> {
	const { closing_balance } = await people.send<{ closing_balance: Money }>(page, 'GET', '/buyer/account-statement');
	return closing_balance.amount;
}

journey('a price that was too low is charged by a debit note, which the buyer pays as an invoice', async (people) => {
	const buyer = await people.person('shop', { size: PHONE });
	const invoice = await invoiceOf(people, buyer, 'issued');
	const before = await owed(people, buyer);
	const page = await people.person('finance');
	await page.goto(`/cooperativa/facturas/${invoice.id}`);
	const form = page.getByRole('dialog');
	await page.getByRole('button', { name: 'Subir precio' }).click();
	// Without an amount there is nothing to charge.
	people.expect(/^4(09|22) POST \/staff\/invoices\/[^/]+\/debit-notes$/);
	await form.getByLabel('Motivo').fill('Se facturó con la lista de octubre');
	await form.getByRole('button', { name: 'Subir precio' }).click();
	await form.getByRole('alert').waitFor();
	await people.look(page, 'debit-note-without-amount');
	await form.getByRole('textbox').first().fill('1000');
	await people.look(page, 'debit-note-form');
	await form.getByRole('button', { name: 'Subir precio' }).click();
	await page.getByText('Nota de débito emitida.').waitFor();
	await page.getByRole('heading', { name: 'Notas de débito' }).waitFor();
	await people.look(page, 'debit-note-issued');

	await buyer.goto(`/compras/facturas/${invoice.id}`);
	await buyer.getByRole('heading', { name: 'Notas de débito' }).waitFor();
	await people.look(buyer, 'debit-note-of-invoice');
	await buyer.getByRole('heading', { name: 'Notas de débito' }).locator('..').getByRole('link').click();
	await buyer.getByRole('heading', { name: /^Nota de débito / }).waitFor();
	await buyer.getByText('Se facturó con la lista de octubre').waitFor();
	await buyer.getByRole('heading', { name: 'Cómo pagar' }).waitFor();
	await people.look(buyer, 'debit-note-of-buyer');
	const charged = (await owed(people, buyer)) - before;
	assert.ok(charged >= 1000, `the buyer owes ${charged} more for a net of 1000`);
	await buyer.goto('/compras/facturas/cuenta');
	await buyer.getByRole('link', { name: /^Nota de débito / }).waitFor();
	await people.look(buyer, 'debit-note-account');
});

journey('an invoice that is overdue offers the late interest of the law, and charges it once', async (people) => {
	const buyer = await people.person('lodge', { size: PHONE });
	const page = await people.person('finance');
	const invoice = await invoiceOf(people, buyer, 'paid', -1);
	await page.goto(`/cooperativa/facturas/${invoice.id}`);
	await page.getByRole('heading', { name: 'Corregir o cobrar' }).waitFor();
	assert.equal(await page.getByRole('button', { name: 'Cobrar intereses' }).count(), 0, 'a paid invoice is not late');

	// The bank took the oldest payment back, so that its invoice is overdue.
	const payments = await people.send<Payment[]>(buyer, 'GET', '/buyer/payments?limit=100');
	const oldest = payments.filter(({ amount }) => amount.amount > 0).sort((a, b) => a.received_on.localeCompare(b.received_on))[0];
	assert.ok(oldest);
	await page.goto(`/cooperativa/cobros/${oldest.id}`);
	await page.getByRole('button', { name: 'Reversar el cobro' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Por qué').fill('El banco deshizo el abono');
	await form.getByRole('button', { name: 'Reversar el cobro' }).click();
	await page.getByText(/^Reversado el /).waitFor();
	await people.look(page, 'payment-reversed');
	const overdue = (await people.send<Invoice[]>(page, 'GET', `/staff/invoices?state=overdue&buyer_id=${invoice.buyer_id}`))[0];
	assert.ok(overdue, 'no invoice is overdue');
	const { late_charge: charge } = await people.send<{ late_charge?: LateCharge }>(page, 'GET', `/staff/invoices/${overdue.id}`);
	assert.ok(charge, 'an overdue invoice offers no late charge');

	// The buyer reads what the law allows, and that it owes none of it yet.
	await buyer.goto(`/compras/facturas/${overdue.id}`);
	await buyer.getByText(`La ley permite cobrar hoy ${pesos(charge.total.amount)} por atraso`).waitFor();
	await people.look(buyer, 'late-invoice-of-buyer');

	await page.goto(`/cooperativa/facturas/${overdue.id}`);
	await page.getByText(`Se puede cobrar hoy ${pesos(charge.total.amount)} por atraso`).waitFor();
	await people.look(page, 'late-invoice');
	await page.getByRole('button', { name: 'Cobrar intereses' }).click();
	await form.getByText(`${pesos(charge.interest.amount)} de interés corriente y ${pesos(charge.commission.amount)} de comisión`).waitFor();
	await people.look(page, 'late-interest-form');
	await form.getByRole('button', { name: 'Cobrar intereses' }).click();
	await page.getByText('Nota de débito emitida.').waitFor();
	await page.getByText(/: Interés corriente del .+ y comisión, Ley 21\.131$/).waitFor();
	// What was charged is not offered again.
	await page.getByRole('button', { name: 'Cobrar intereses' }).waitFor({ state: 'hidden' });
	await people.look(page, 'late-interest-charged');
	await buyer.reload();
	await buyer.getByRole('heading', { name: 'Notas de débito' }).waitFor();
	assert.equal(await buyer.getByText('La ley permite cobrar hoy').count(), 0);
	await people.look(buyer, 'late-interest-of-buyer');
});

journey('a debt is written off by two people of finance, and the buyer owes it no longer', async (people) => {
	const buyer = await people.person('restaurant', { size: PHONE });
	const invoice = await invoiceOf(people, buyer, 'issued');
	const before = await owed(people, buyer);
	const page = await people.person('finance');
	const form = page.getByRole('dialog');
	await page.goto(`/cooperativa/facturas/${invoice.id}`);
	await page.getByRole('button', { name: 'Dar por perdida' }).click();
	await form.getByLabel('Acuerdo').selectOption({ index: 1 });
	await form.getByLabel('Motivo').fill('El local cerró y no tiene con qué pagar');
	await people.look(page, 'write-off-form');
	await form.getByRole('button', { name: 'Pedir aprobación' }).click();
	await page.waitForURL('/cooperativa/facturas/perdidas');
	const row = page.getByRole('row').filter({ hasText: invoice.name });
	await row.getByText('El local cerró').waitFor();
	await people.look(page, 'write-off-requested');

	// Whoever asked for it does not approve it.
	people.expect(/^4\d\d POST \/staff\/write-offs\/[^/]+\/approve$/);
	await row.getByRole('button', { name: 'Aprobar', exact: true }).click();
	await form.getByRole('button', { name: 'Aprobar', exact: true }).click();
	await form.getByRole('alert').waitFor();
	await people.look(page, 'write-off-own-approval');

	const manager = await people.person('manager', { size: PHONE });
	await manager.goto('/cooperativa/facturas/perdidas');
	const waiting = manager.getByRole('row').filter({ hasText: invoice.name });
	await waiting.getByRole('button', { name: 'Aprobar', exact: true }).click();
	await manager.getByRole('dialog').getByText(pesos(invoice.open.amount)).waitFor();
	await people.look(manager, 'write-off-approval');
	await manager.getByRole('dialog').getByRole('button', { name: 'Aprobar', exact: true }).click();
	await manager.getByText('Aprobado: la factura quedó dada por perdida.').waitFor();

	await page.goto(`/cooperativa/facturas/${invoice.id}`);
	await page.getByText('Si el comprador paga después').waitFor();
	await page.getByText('Dado por perdido').waitFor();
	await people.look(page, 'write-off-invoice');
	assert.equal((await owed(people, buyer)) - before, -invoice.open.amount, 'the buyer owes another amount than before less the debt');
	await buyer.goto('/compras/facturas/cuenta');
	await buyer.getByText('Deuda dada por perdida').first().waitFor();
	await people.look(buyer, 'write-off-account');
});
