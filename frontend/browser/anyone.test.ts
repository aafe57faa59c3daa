/** What visitors can do: read the catalogue, check a seal, sign in. */
import assert from 'node:assert/strict';
import { journey, PASSWORD, PHONE } from './support/journey.ts';

journey('anyone finds a product in spite of a typing error, and reads who makes it', async (people) => {
	const page = await people.visitor();
	await page.goto('/');
	await page.getByRole('heading', { level: 1 }).waitFor();
	await people.look(page, 'home');

	await page.getByRole('link', { name: 'Catálogo' }).first().click();
	await page.getByText('42 productos').waitFor();
	await people.look(page, 'catalogue');

	await page.getByRole('combobox', { name: /Qué busca/ }).fill('mermelda');
	await page.getByText('Buscamos «mermelada» porque no hay nada con «mermelda».').waitFor();
	await people.look(page, 'catalogue-typo');

	// Who types without accents, or in English, finds the same jars.
	for (const words of ['salmon ahumado', 'smoked salmon']) {
		await page.getByRole('combobox', { name: /Qué busca/ }).fill(words);
		await page
			.getByRole('link', { name: /Salmón/ })
			.first()
			.waitFor();
	}
	await page.getByRole('combobox', { name: /Qué busca/ }).fill('calafate');
	await page.getByRole('option', { name: 'Mermelada de calafate Producto' }).waitFor();
	await people.look(page, 'catalogue-suggestions');
	await page.getByRole('combobox', { name: /Qué busca/ }).press('Enter');
	await page.getByRole('link', { name: 'Mermelada de calafate' }).click();
	await page.getByRole('heading', { name: 'Mermelada de calafate' }).waitFor();
	await page.getByText('Ribera Norte').waitFor();
	await people.look(page, 'product');
});

journey('a cook follows a suggestion with the keyboard', async (people) => {
	const page = await people.visitor({ size: PHONE });
	await page.goto('/catalogo');
	const field = page.getByRole('combobox', { name: /Qué busca/ });
	await field.fill('trufa');
	await page.getByRole('option', { name: /^Trufas/ }).waitFor();
	await people.look(page, 'catalogue-suggestions-phone');
	await field.press('ArrowDown');
	await field.press('Enter');
	await page.getByRole('heading', { name: 'Trufas de licor de calafate' }).waitFor();
});

journey('what a visitor does not find, staff teach the search, and it is found', async (people) => {
	const visitor = await people.visitor();
	await visitor.goto('/catalogo?q=berl%C3%ADn');
	await visitor.getByText('No encontramos nada para «berlín»').waitFor();
	const staff = await people.person('manager');
	await staff.goto('/cooperativa/busquedas');
	await staff.getByRole('link', { name: 'berlin' }).waitFor();
	await people.look(staff, 'searches');
	await staff
		.getByRole('row', { name: /berlin/ })
		.getByRole('button', { name: 'Enseñar sinónimo' })
		.click();
	await staff.getByLabel('mostrar también lo que se llama').fill('kuchen');
	await staff.getByRole('button', { name: 'Guardar' }).click();
	await staff.getByText('El buscador ya lo sabe.').waitFor();
	await people.look(staff, 'searches-taught');
	await visitor.reload();
	await visitor.getByRole('link', { name: /Kuchen de frambuesa/ }).waitFor();
});

journey('anyone narrows the catalogue, and finds the way back from nothing', async (people) => {
	const page = await people.visitor({ size: PHONE });
	await page.goto('/catalogo');
	await page.getByText('Filtros').click();
	await page.getByRole('link', { name: /^Quesos \d+$/ }).click();
	await page.waitForURL(/family=quesos/);
	await people.look(page, 'catalogue-filters');
	await page.goto('/catalogo?q=zzzzqqqq');
	await page.getByText('No encontramos nada para «zzzzqqqq»').waitFor();
	await people.look(page, 'catalogue-nothing');
	await page.getByRole('link', { name: 'Ver todo el catálogo' }).click();
	await page.getByText('42 productos').waitFor();
});

journey('a shopper checks the seal of a jar, true and invented', async (people) => {
	const staff = await people.person('quality');
	const certificates = await people.send<{ number: string }[]>(staff, 'GET', '/staff/certificates');
	const number = certificates[0]?.number;
	assert.ok(number);

	const page = await people.visitor({ size: PHONE });
	await page.goto('/sello');
	await page.getByLabel('Número del certificado').fill(number);
	await page.getByRole('button', { name: 'Comprobar' }).click();
	await page.getByRole('heading', { name: 'Este sello es válido hoy' }).waitFor();
	await people.look(page, 'seal-good');

	people.expect(/^40[04] GET \/public\/certificates/);
	await page.getByLabel('Número del certificado').fill('NADA-999');
	await page.getByRole('button', { name: 'Comprobar' }).click();
	await page.getByRole('heading', { name: 'No conocemos ese número' }).waitFor();
	await people.look(page, 'seal-unknown');
});

journey('a wrong password is refused with a message, the right one signs in', async (people) => {
	people.expect(/^401 (POST|GET) \/session/);
	const page = await people.visitor();
	await page.goto('/ingresar');
	await page.getByRole('button', { name: /Marcela Gerenta/ }).waitFor();
	await people.look(page, 'sign-in');
	await page.getByLabel('Correo').fill('lodge@demo.example');
	await page.getByLabel('Contraseña', { exact: true }).fill('no es la contraseña');
	await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
	await page.getByRole('alert').waitFor();
	assert.equal(await page.getByLabel('Correo').inputValue(), 'lodge@demo.example');
	await people.look(page, 'sign-in-refused');
	await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Ingresar', exact: true }).click();
	await page.getByRole('heading', { name: 'Próximas entregas' }).waitFor();
});

journey('a protected page asks to sign in first, and is shown then', async (people) => {
	people.expect(/^401 GET \/session/);
	const page = await people.visitor();
	await page.goto('/cooperativa/facturas');
	await page.getByRole('button', { name: /Marcela Gerenta/ }).click();
	await page.getByRole('heading', { name: 'Facturas', level: 1 }).waitFor();
	assert.equal(new URL(page.url()).pathname, '/cooperativa/facturas');
});

journey('the language changes at once, and stays', async (people) => {
	const page = await people.visitor();
	await page.goto('/catalogo?q=miel');
	await page.getByRole('heading', { name: 'Catálogo' }).waitFor();
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('heading', { name: 'Catalogue' }).waitFor();
	await page.getByRole('link', { name: /honey/i }).first().waitFor();
	await people.look(page, 'catalogue-english');
	await page.reload();
	await page.getByRole('heading', { name: 'Catalogue' }).waitFor();
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
});

journey('a language chosen over a slow line stays when the page is reloaded at once', async (people) => {
	const page = await people.person('shop');
	await page.goto('/compras');
	await page.getByRole('button', { name: 'English' }).waitFor();
	// The first word of it is lost on the way.
	await page.route('**/session/language', (route) => route.abort('aborted'), { times: 1 });
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('button', { name: 'Español' }).waitFor();
	const taken = page.waitForResponse((answer) => answer.url().endsWith('/session/language') && answer.ok());
	await page.reload();
	await taken;
	await page.getByRole('button', { name: 'Español' }).waitFor();
	const { person } = await people.send<{ person: { language: string } }>(page, 'GET', '/session');
	assert.equal(person.language, 'en');
});

journey('of two languages chosen over a slow line the last one stays', async (people) => {
	const page = await people.person('operator');
	await page.goto('/compras');
	await page.getByRole('button', { name: 'English' }).waitFor();
	// The first word is on its way until the second language is on the screen.
	const overtaken = Promise.withResolvers<void>();
	await page.route('**/session/language', (route) => overtaken.promise.then(() => route.continue()), { times: 1 });
	const said: Promise<unknown>[] = ['en', 'es'].map((language) =>
		page.waitForResponse((answer) => answer.url().endsWith('/session/language') && answer.request().postDataJSON().language === language)
	);
	await page.getByRole('button', { name: 'English' }).click();
	await page.getByRole('button', { name: 'Español' }).click();
	await page.getByRole('button', { name: 'English' }).waitFor();
	overtaken.resolve();
	await Promise.all(said);
	const { person } = await people.send<{ person: { language: string } }>(page, 'GET', '/session');
	assert.equal(person.language, 'es');
	await page.reload();
	await page.getByRole('button', { name: 'English' }).waitFor();
});

journey('a page that is nowhere says so, and leads home', async (people) => {
	const page = await people.visitor({ size: PHONE });
	await page.goto('/no/hay/nada');
	await page.getByRole('link', { name: 'Ir al inicio' }).waitFor();
	await people.look(page, 'nowhere');
	// A link that lost its secret on the way says so too.
	people.expect(/^401 GET \/quota-link$/);
	for (const place of ['primera-cuenta', 'contrasena', 'encargo']) {
		await page.goto(`/${place}`);
		await page
			.getByRole('main')
			.getByText(/enlace/i)
			.first()
			.waitFor();
		await people.look(page, `${place}-without-secret`);
	}
});

journey('a cook reads on the phone what is fresh this week and when it is made', async (people) => {
	const page = await people.visitor({ size: PHONE });
	await page.goto('/catalogo');
	await page.getByRole('link', { name: 'Lo de esta semana' }).click();
	await page.getByRole('heading', { level: 1, name: 'Lo de esta semana' }).waitFor();
	await page.getByRole('heading', { level: 2 }).first().waitFor();
	await people.look(page, 'fresh-sheet-phone');
	const file = await page.request.get((await page.getByRole('link', { name: 'Descargar en PDF' }).getAttribute('href')) ?? '');
	assert.equal(file.headers()['content-type'], 'application/pdf');
	await page.goto('/catalogo/temporada');
	await page
		.getByRole('img', { name: /^cosecha: de / })
		.first()
		.waitFor();
	await people.look(page, 'season-calendar-phone');
	await page.getByRole('checkbox', { name: 'Solo lo que se hace este mes' }).check();
	await page.waitForURL(/ahora=1/);
	await page
		.getByRole('img', { name: /^cosecha/ })
		.first()
		.waitFor();
	// Every product that is left is made in the present month.
	const strips = page.locator('[role=img] .present');
	assert.ok((await strips.count()) > 0);
	assert.equal(await page.locator('[role=img] .present.made').count(), await strips.count());
});
