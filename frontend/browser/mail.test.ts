/** From a mail to an answer on a phone without a session; and the mails as the cooperative sees them. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { journey, PHONE, until } from './support/journey.ts';
import { quotaLink } from './support/mail.ts';
import { closeAndPublish } from './support/week.ts';

const waiting = (page: Page): Locator => page.getByRole('article').filter({ has: page.getByRole('button', { name: 'Sí, lo hago' }) });
const toast = (page: Page, words: string): Promise<void> => page.getByRole('status').getByText(words).waitFor();

journey('the link in the mail shows the quotas, and only its buttons answer', async (people) => {
	const since = Date.now();
	await closeAndPublish(people, await people.person('manager'));
	const link = await until('the mail about the quotas', () => quotaLink(people.mail, 'producer@demo.example', since));

	const page = await people.visitor({ size: PHONE });
	await page.goto(link);
	await page.getByRole('heading', { level: 1, name: 'Encargos de' }).waitFor();
	await waiting(page).first().waitFor();
	const asked = await waiting(page).count();
	assert.ok(asked >= 3, `${asked} quotas are asked`);
	await page.getByRole('heading', { name: 'Qué decidió su encargo' }).waitFor();
	await people.look(page, 'link');
	// Looking answers nothing.
	await page.reload();
	await waiting(page).first().waitFor();
	assert.equal(await waiting(page).count(), asked);

	await waiting(page).first().getByRole('button', { name: 'Sí, lo hago' }).click();
	await toast(page, 'Aceptado. Gracias.');
	await waiting(page).first().getByRole('button', { name: 'No puedo' }).click();
	await page.getByRole('dialog').getByLabel('Por qué').fill('Se cortó el agua en el taller');
	await page.getByRole('dialog').getByRole('button', { name: 'No puedo' }).click();
	await toast(page, 'Avisado. El encargo ya se ofrece a otros.');
	await until('the answers on the page', async () => (await waiting(page).count()) === asked - 2);
	await people.look(page, 'link-answered');

	// The link opens nothing else.
	people.expect(/^401 GET \/session$/);
	await page.goto('/taller');
	await page.waitForURL(/\/ingresar/);
});

journey('a link that does not work says what to do', async (people) => {
	people.expect(/^401 GET \/quota-link$/);
	const page = await people.visitor({ size: PHONE });
	await page.goto('/encargo#nonsense');
	await page.getByText('Este enlace no sirve').waitFor();
	await page.getByRole('link', { name: 'Ingresar' }).last().waitFor();
});

journey('the former addresses of links still work', async (people) => {
	people.expect(/^401 GET \/quota-link$/);
	const page = await people.visitor({ size: PHONE });
	await page.goto('/cuota#nonsense');
	await page.waitForURL(/\/encargo#nonsense$/);
	await page.getByText('Este enlace no sirve').waitFor();
	await page.goto('/set-password#nonsense');
	await page.waitForURL(/\/contrasena#nonsense$/);
	await page.getByLabel('Contraseña nueva').waitFor();
});

journey('the cooperative sees which mails were sent to whom, and that nothing has failed', async (people) => {
	const page = await people.person('manager');
	await page.goto('/cooperativa/mensajes');
	await page.getByRole('table').getByText('producer@demo.example').first().waitFor();
	await people.look(page, 'messages');
	await page.goto('/cooperativa/trabajos');
	await page.getByText('Nada ha fallado').waitFor();
	await people.look(page, 'jobs');
	await page.getByRole('link', { name: 'espera su hora' }).click();
	await page.getByRole('table').waitFor();
	await people.look(page, 'jobs-waiting');
});
