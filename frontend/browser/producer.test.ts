/** A workshop on its phone: what it is to make, why, and its money. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { journey, PHONE, type Journey } from './support/journey.ts';
import { closeAndPublish } from './support/week.ts';

const waiting = (page: Page): Locator => page.getByRole('article').filter({ has: page.getByRole('button', { name: 'Sí, lo hago' }) });
const heading = (card: Locator): Promise<string> => card.getByRole('heading').innerText();
const toast = (page: Page, words: string): Promise<void> => page.getByRole('status').getByText(words).waitFor();

/** The form marks the field as wrong, for eyes and for screen readers. */
const refused = (field: Locator): Promise<void> => field.and(field.page().locator('[aria-invalid=true]')).waitFor();

async function quotasOf(people: Journey, name: string): Promise<Page> {
	const page = await people.person(name, { size: PHONE });
	await page.goto('/taller');
	await waiting(page).first().waitFor();
	return page;
}

journey('a producer accepts, makes less, and declines, each on the phone', async (people) => {
	await closeAndPublish(people, await people.person('manager'));
	const page = await quotasOf(people, 'producer');
	await people.look(page, 'quotas');
	const asked = await waiting(page).count();
	assert.ok(asked >= 3, `the producer has ${asked} quotas to answer`);

	// The first that is worth dividing is amended downward; the rest goes to others at once.
	const divisible = waiting(page)
		.filter({ has: page.getByRole('button', { name: 'Puedo hacer menos' }) })
		.first();
	const amended = await heading(divisible);
	await divisible.getByRole('button', { name: 'Puedo hacer menos' }).click();
	const form = page.getByRole('dialog');
	await people.look(page, 'quota-less');
	await form.getByLabel('Tandas que sí puede hacer').fill('99');
	await form.getByRole('button', { name: 'Puedo hacer menos' }).click();
	await refused(form.getByLabel('Tandas que sí puede hacer'));
	await people.look(page, 'quota-less-wrong');
	await form.getByLabel('Tandas que sí puede hacer').fill('1');
	await form.getByLabel('Por qué').fill('Me faltan frascos');
	await form.getByRole('button', { name: 'Puedo hacer menos' }).click();
	await toast(page, 'Rebajado. El resto ya se ofrece a otros.');
	const card = page.getByRole('article').filter({ hasText: 'Me faltan frascos' });
	assert.equal(await heading(card), amended);
	await card.getByText('rebajado').waitFor();

	const accepted = await heading(waiting(page).first());
	await waiting(page).first().getByRole('button', { name: 'Sí, lo hago' }).click();
	await toast(page, 'Aceptado. Gracias.');
	await page.getByRole('article').filter({ hasText: accepted }).getByText('aceptado').first().waitFor();

	const declined = await heading(waiting(page).first());
	await waiting(page).first().getByRole('button', { name: 'No puedo' }).click();
	// A reason is asked for before anything is sent.
	await form.getByRole('button', { name: 'No puedo' }).click();
	await refused(form.getByLabel('Por qué'));
	await form.getByLabel('Por qué').fill('Se cortó el agua en el taller');
	await form.getByRole('button', { name: 'No puedo' }).click();
	await toast(page, 'Avisado. El encargo ya se ofrece a otros.');
	const gone = page.getByRole('article').filter({ hasText: 'Se cortó el agua en el taller' });
	assert.equal(await heading(gone), declined);
	await gone.getByText('rechazado').waitFor();
	await people.look(page, 'quotas-answered');
});

journey('what was refused is offered to another at once, and the staff see who answered what', async (people) => {
	const manager = await people.person('manager');
	await manager.goto('/cooperativa?state=published');
	await manager.getByRole('table').getByRole('link').first().click();
	await manager.getByRole('navigation', { name: 'Ciclo' }).getByRole('link', { name: 'Reparto' }).click();
	await manager.getByText('Se cortó el agua en el taller').waitFor();
	await manager.getByText('ofrecido de nuevo').first().waitFor();
	await people.look(manager, 'answers-seen-by-staff');
});

journey('a producer reads why, and has the phone compute the fair level again', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller');
	await page.getByRole('link', { name: '¿Por qué me tocó esto?' }).first().click();
	await page.getByRole('heading', { name: 'Qué decidió su encargo' }).waitFor();
	await page.getByRole('button', { name: 'Calcular de nuevo' }).click();
	await page.getByText(/Calculado en este teléfono: los \d+ talleres tienen el mismo nivel justo/).waitFor();
	await people.look(page, 'standing');
});

journey('a producer notes a batch, and gets the code for its jars', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller/lotes');
	await page.getByRole('button', { name: 'Anotar un lote' }).first().click();
	await people.look(page, 'batch-form');
	await page.getByRole('dialog').getByRole('button', { name: 'Anotar el lote' }).click();
	await page.getByText('Escriba este código en cada envase:').waitFor();
	await people.look(page, 'batch-code');
	await page.getByRole('button', { name: 'Listo' }).click();
	await people.look(page, 'batches');
});

journey('a producer follows its money to the last peso, and takes the statement as a PDF', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller/dinero');
	await page.getByText('Por liquidar').first().waitFor();
	await people.look(page, 'money');
	await page
		.getByRole('link', { name: /^Liquidación \d+/ })
		.first()
		.click();
	await page.getByRole('heading', { name: 'De dónde viene' }).waitFor();
	await people.look(page, 'statement');
	await page.getByRole('heading', { name: 'El reparto de estas entregas' }).waitFor();
	const address = await page.getByRole('link', { name: 'Ver en PDF' }).getAttribute('href');
	assert.ok(address);
	const pdf = await page.request.get(address);
	assert.equal(pdf.headers()['content-type'], 'application/pdf');
	assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
	const sheet = await page.getByRole('link', { name: 'Bajar en Excel' }).getAttribute('href');
	assert.ok(sheet);
	assert.equal((await (await page.request.get(sheet)).body()).subarray(0, 2).toString(), 'PK');
	await page.locator('a[href^="/taller/dinero/fondo/"]').first().click();
	await page.getByRole('heading', { level: 1, name: 'Adónde fue' }).waitFor();
	await people.look(page, 'statement-line-deliveries');
	await page.getByRole('link', { name: 'Seguir el dinero' }).first().click();
	await page.waitForURL('**/taller/rastro/**');
});

journey('a producer reads what the assembly decided about its money', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller/dinero');
	await page.getByRole('link', { name: 'Acuerdos de la asamblea' }).click();
	await page.getByRole('heading', { level: 1, name: 'Acuerdos de la asamblea' }).waitFor();
	await page.getByText('Comisión, plazos y transparencia del reparto').waitFor();
	assert.equal(await page.getByText('Comisión', { exact: true }).locator('xpath=following-sibling::dd').textContent(), '10%');
	await people.look(page, 'decisions');
});

journey('a producer looks after the workshop: seal, capacity, bank account', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller/mi-taller');
	await page.getByRole('heading', { name: 'Lo que puedo hacer' }).waitFor();
	await page.getByRole('heading', { name: 'Cuenta para los pagos' }).waitFor();
	await people.look(page, 'workshop');
	await page.getByRole('button', { name: 'Cambiar', exact: true }).first().click();
	await page.getByRole('dialog').getByLabel('Unidades por semana').waitFor();
	await people.look(page, 'workshop-offer');
	await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click();
	await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

journey('an order cancelled after the quotas were sent is seen by the workshop and by the cooperative', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller');
	const lowered = page.locator('details').filter({ hasText: 'se anuló un pedido' }).first();
	await lowered.locator('summary').click();
	const card = lowered.getByRole('article').filter({ hasText: 'se anuló un pedido' }).first();
	await card.getByText('No cuenta como algo que usted rechazó.').waitFor();
	const product = await heading(card);
	await people.look(page, 'quota-lowered');

	const manager = await people.person('manager');
	type Quotas = { quotas: { product_name_es: string; changes: { cause: string }[] }[] };
	let at = '';
	for (const { id } of await people.send<{ id: string }[]>(manager, 'GET', '/staff/cycles')) {
		const { quotas } = await people.send<Quotas>(manager, 'GET', `/staff/cycles/${id}/allocation`);
		if (quotas.some((quota) => quota.product_name_es === product && quota.changes.some(({ cause }) => cause === 'order_cancelled')))
			at ||= id;
	}
	assert.ok(at, `no cycle in which ${product} was lowered`);
	await manager.goto(`/cooperativa/ciclos/${at}/reparto`);
	const rows = manager.getByRole('table', { name: 'Encargos' }).getByRole('row');
	await rows.filter({ hasText: product }).filter({ hasText: 'se anuló un pedido' }).first().waitFor();
	await people.look(manager, 'split-lowered');
});

journey('a producer says yes to all that is left of a delivery at once', async (people) => {
	const page = await quotasOf(people, 'producer2');
	const asked = await waiting(page).count();
	assert.ok(asked >= 2, `the producer has ${asked} quotas to answer`);
	await page.getByRole('button', { name: `Sí, hago los ${asked}` }).click();
	await people.look(page, 'accept-all');
	await page
		.getByRole('dialog')
		.getByRole('button', { name: `Sí, hago los ${asked}` })
		.click();
	await toast(page, 'Todos aceptados. Gracias.');
	// The message is shown for a moment before the list is reloaded.
	await waiting(page).first().waitFor({ state: 'hidden' });
	await people.look(page, 'accepted-all');
});
