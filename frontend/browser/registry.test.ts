/** What the cooperative writes down: corrected where it was mistyped, offered at once, and not lost on the way. */
import assert from 'node:assert/strict';
import { journey, PASSWORD, PHONE } from './support/journey.ts';

journey('an organisation that was mistyped is put right, and nothing else of it changes', async (people) => {
	people.expect(/^404 GET \/staff\/organisations\/[^/]+\/billing-details$/);
	const page = await people.person('manager');
	await page.goto('/cooperativa/organizaciones');
	await page.getByRole('link', { name: 'productor', exact: true }).click();
	await page.waitForURL(/kind=producer/);
	const link = page.getByRole('table').getByRole('link').first();
	const name = await link.innerText();
	await link.click();
	await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
	await page.getByRole('button', { name: 'Cambiar' }).first().click();
	const form = page.getByRole('dialog');
	assert.equal(await form.getByLabel('Nombre', { exact: true }).inputValue(), name);
	await form.getByLabel('RUT').fill('12.345.678-9');
	await form.getByLabel('Correo').fill('ana@taller');
	await form.getByRole('button', { name: 'Guardar' }).click();
	// The first field at fault has the cursor, however long the form is.
	await form.getByText('El RUT no es válido: revise el dígito verificador.').waitFor();
	await form.getByText('La dirección de correo no es válida.').waitFor();
	assert.ok(await form.getByLabel('RUT').evaluate((field) => field === document.activeElement));
	await people.look(page, 'organisation-wrong');
	await form.getByLabel('RUT').fill('12.345.678-5');
	await form.getByLabel('Correo').fill('ana@taller.cl');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await form.waitFor({ state: 'hidden' });
	await page.getByText('12.345.678-5').waitFor();
	await page.getByText('ana@taller.cl').waitFor();
	assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), name);
	await people.look(page, 'organisation');
});

journey('a new segment is offered at once, and what is misspelt is renamed', async (people) => {
	const page = await people.person('manager');
	await page.goto('/cooperativa/compradores');
	await page.getByRole('button', { name: 'Nuevo segmento' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Código').fill('cafes');
	await form.getByLabel('Nombre en español').fill('Cafes');
	await form.getByLabel('Nombre en inglés').fill('Cafés');
	await form.getByRole('button', { name: 'Guardar' }).click();
	const called = (name: string) => page.getByRole('listitem').filter({ hasText: `${name} cafes` });
	await called('Cafes').getByRole('button', { name: 'Cambiar el nombre' }).click();
	await form.getByLabel('Nombre en español').fill('Cafeterías');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await called('Cafeterías').waitFor();
	await people.look(page, 'segments');
	await page.getByRole('button', { name: 'Nueva cuenta' }).click();
	await form.getByLabel('Segmento').selectOption({ label: 'Cafeterías' });
});

journey('input is kept for a person who has to sign in again', async (people) => {
	people.expect(/^401 PUT \/staff\/families$/);
	people.expect(/^401 GET /);
	const page = await people.person('manager');
	await page.goto('/cooperativa/productos');
	await page.getByRole('button', { name: 'Nueva familia' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('Código').fill('conservas');
	await form.getByLabel('Nombre en español').fill('Conservas');
	await form.getByLabel('Nombre en inglés').fill('Preserves');
	await page.context().clearCookies();
	await form.getByRole('button', { name: 'Guardar' }).click();
	await page.waitForURL(/\/ingresar/);
	await page.getByLabel('Correo').fill('manager@demo.example');
	await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
	await page.waitForURL(/\/cooperativa\/productos/);
	await form.getByText('Recuperamos lo que estaba escribiendo.').waitFor();
	assert.equal(await form.getByLabel('Nombre en inglés').inputValue(), 'Preserves');
	await people.look(page, 'form-kept');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await page.getByRole('listitem').filter({ hasText: 'conservas' }).waitFor();
});

journey('a person whose address was misspelt is put right', async (people) => {
	people.expect(/^409 PUT \/staff\/people\//);
	const page = await people.person('manager');
	await page.goto('/cooperativa/personas');
	await page.getByRole('link', { name: 'Quena Calidad' }).click();
	const form = page.getByRole('dialog');
	const correct = async (email: string) => {
		await form.getByLabel('Correo', { exact: true }).fill(email);
		await form.getByRole('button', { name: 'Guardar' }).click();
	};
	await page.getByRole('button', { name: 'Cambiar', exact: true }).click();
	await correct('finance@demo.example');
	await form.getByText('Otra persona ya tiene ese correo.').first().waitFor();
	await people.look(page, 'person-address-taken');
	await correct('quena@demo.example');
	await form.waitFor({ state: 'hidden' });
	await page.getByText('quena@demo.example').waitFor();
	await people.look(page, 'person-corrected');
});

journey('a buyer whose account is not open yet reads what is missing', async (people) => {
	people.expect(/^404 GET \/buyer\//);
	const manager = await people.person('manager');
	const facts = { name: 'Café Nuevo', legal_name: 'Café Nuevo SpA' };
	const cafe = await people.send<{ id: string }>(
		manager,
		'POST',
		'/staff/organisations',
		{ kind: 'buyer', code: 'cafe-nuevo', facts },
		{ 'Idempotency-Key': 'new-cafe' }
	);
	const somebody = { name: 'Carla Café', email: 'carla@cafe.example', language: 'es', organisation_id: cafe.id, role: 'admin' };
	const { id } = await people.send<{ id: string }>(manager, 'POST', '/staff/people', somebody, { 'Idempotency-Key': 'carla' });
	const { link } = await people.send<{ link: string }>(manager, 'POST', `/staff/people/${id}/password-link`);
	const page = await people.visitor();
	await page.goto(link);
	await page.getByLabel('Contraseña nueva').fill('cuatro palabras sueltas de prueba');
	await page.getByRole('button', { name: 'Guardar e ingresar' }).click();
	await page.getByRole('heading', { name: 'Su organización todavía no puede pedir' }).waitFor();
	await people.look(page, 'no-account');
});

journey('staff photograph a product with their phone, and a buyer sees it on its card', async (people) => {
	people.expect(/^422 POST \/staff\/products\/[^/]+\/photos$/);
	const page = await people.person('manager', { size: PHONE });
	await page.goto('/cooperativa/productos');
	await page.getByRole('link', { name: 'Kuchen de frambuesa' }).click();
	const photos = page.getByRole('region', { name: 'Fotos' });
	await photos.getByText('Todavía no hay fotos').waitFor();
	await people.look(page, 'photos-none');
	const picture = await page.screenshot({ type: 'jpeg' });
	const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(40)]);
	const add = photos.getByLabel('Agregar fotos');
	await add.setInputFiles([
		{ name: 'IMG_0001.heic', mimeType: 'image/heic', buffer: heic },
		{ name: 'IMG_0002.jpg', mimeType: 'image/jpeg', buffer: picture }
	]);
	// One that is refused keeps its place and its reason, and holds up none of the others.
	await photos.getByText('Esta foto está en formato HEIC').waitFor();
	await photos.getByText('portada').waitFor();
	await people.look(page, 'photos-refused');
	await photos.getByRole('button', { name: 'Descartar' }).click();

	await add.setInputFiles([{ name: 'IMG_0003.png', mimeType: 'image/png', buffer: await page.screenshot() }]);
	const item = photos.getByRole('listitem');
	await item.nth(1).getByRole('button', { name: 'Describir' }).click();
	const form = page.getByRole('dialog');
	await form.getByLabel('En español').fill('El kuchen recién salido del horno');
	await form.getByLabel('En inglés').fill('The kuchen, fresh from the oven');
	await form.getByRole('button', { name: 'Guardar' }).click();
	await form.waitFor({ state: 'hidden' });
	await photos.getByRole('button', { name: 'Usar de portada' }).click();
	await item.first().getByText('El kuchen recién salido del horno').waitFor();
	await people.look(page, 'photos');

	const buyer = await people.person('restaurant');
	await buyer.goto('/catalogo?q=kuchen');
	const card = buyer.getByRole('link', { name: 'Kuchen de frambuesa' });
	const seen = card.getByRole('img', { name: 'El kuchen recién salido del horno' });
	await seen.waitFor();
	assert.ok(await seen.evaluate(async (image: HTMLImageElement) => (await image.decode(), image.naturalWidth > 0)));
	await people.look(buyer, 'photos-card');
	await card.click();
	await buyer.getByRole('button', { name: 'Foto 2 de 2' }).click();
	await people.look(buyer, 'photos-gallery');

	await photos.getByRole('button', { name: 'Borrar' }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
	await photos.getByText('El kuchen recién salido del horno').waitFor({ state: 'detached' });
	assert.equal(await item.count(), 1);
});
