/** What the seal asks: quality staff write a version and publish it, and a workshop reads it on its phone. */
import assert from 'node:assert/strict';
import { journey, PHONE } from './support/journey.ts';

journey('quality staff write a version of a protocol, compare it with the one before, and publish it', async (people) => {
	const page = await people.person('quality');
	await page.goto('/cooperativa/protocolos');
	const honeys = page.getByRole('region', { name: 'Mieles' });
	await honeys.getByText('vigente').waitFor();
	await people.look(page, 'protocols');
	await honeys.getByRole('button', { name: 'Comenzar una versión' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('De qué se trata, en español').fill('Nuevo: se anota el peso de cada colmena.');
	await form.getByLabel('De qué se trata, en inglés').fill('New: the weight of each hive is noted.');
	await form.getByLabel('Importantes que pueden faltar').fill('2');
	await form.getByRole('button', { name: 'Comenzar una versión' }).click();
	await page.getByRole('heading', { level: 1, name: 'Mieles, versión 2' }).waitFor();

	await page.getByRole('button', { name: 'Agregar un criterio' }).click();
	await form.getByLabel('Código').fill('C3');
	await form.getByLabel('De qué trata').selectOption({ label: 'Oficio' });
	await form.getByLabel('Cuánto cuenta').selectOption({ label: 'deseable' });
	await form.getByLabel('Qué se pide, en español').fill('Se anota el peso de cada colmena.');
	await form.getByLabel('Qué se pide, en inglés').fill('The weight of each hive is noted.');
	await form.getByLabel('Cómo lograrlo, en español').fill('Use la romana del grupo.');
	await form.getByLabel('Cómo lograrlo, en inglés').fill('Use the scales of the group.');
	await form.getByLabel('Cómo se muestra, en español').fill('El cuaderno.');
	await form.getByLabel('Cómo se muestra, en inglés').fill('The notebook.');
	await people.look(page, 'criterion-new');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await page.getByRole('listitem').filter({ hasText: 'Se anota el peso de cada colmena.' }).waitFor();
	await page.getByRole('button', { name: 'Quitar E2' }).click();
	await form.getByRole('button', { name: 'Quitar E2' }).click();
	await form.waitFor({ state: 'hidden' });
	await page.getByRole('button', { name: 'Quitar E2' }).waitFor({ state: 'detached' });
	await people.look(page, 'protocol-draft');

	await page.getByRole('link', { name: 'Comparar con la anterior' }).click();
	await page.getByRole('heading', { level: 1, name: 'Mieles: de la versión 1 a la 2' }).waitFor();
	await page.getByRole('listitem').filter({ hasText: 'C3' }).getByText('nuevo').waitFor();
	await page.getByRole('listitem').filter({ hasText: 'E2' }).getByText('ya no se pide').waitFor();
	await people.look(page, 'protocols-compared');
	await page.goBack();

	await page.getByRole('button', { name: 'Publicar' }).click();
	const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
	await form.getByLabel('Rige desde').fill(day(3));
	await form.getByLabel('Renovar hasta').fill(day(200));
	await form.getByRole('button', { name: 'Publicar' }).click();
	await page.getByText('rige más adelante').waitFor();
	assert.equal(await page.getByRole('button', { name: 'Agregar un criterio' }).count(), 0);
	await people.look(page, 'protocol-published');
});

journey('a workshop reads on its phone what the seal asks, how to meet it, and whether it would pass', async (people) => {
	const page = await people.person('producer', { size: PHONE });
	await page.goto('/taller/mi-taller');
	await page.getByText('Protocolo, versión 1').first().waitFor();
	await people.look(page, 'own-certificates');
	await page.getByRole('link', { name: 'Lo que pide el sello' }).click();
	await page.getByRole('heading', { level: 1, name: 'Lo que pide el sello' }).waitFor();
	await people.look(page, 'own-protocols');
	await page.getByRole('link', { name: 'Licores, versión 1' }).click();
	await page.getByText('Se macera: sin esencias ni colorantes.').first().waitFor();
	await page.getByText('¿Cómo estoy?').click();
	await people.look(page, 'own-protocol');
	const answers = page.locator('form select');
	for (const answer of await answers.all()) await answer.selectOption({ label: 'Lo cumplo' });
	await page.getByRole('button', { name: 'Ver cómo estoy' }).click();
	await page.getByText('Con estas respuestas aprobaría.').waitFor();
	await answers.first().selectOption({ label: 'Todavía no' });
	await page.getByRole('button', { name: 'Ver cómo estoy' }).click();
	await page.getByText('Todavía no aprobaría.').waitFor();
	await page.getByText('Obligatorios que faltan: O1.').waitFor();
	await people.look(page, 'self-check');
});
