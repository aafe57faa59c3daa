/** A business applies on a phone, the cooperative approves it, and it places its first order. */
import { journey, PHONE, until } from './support/journey.ts';
import { mailedLink } from './support/mail.ts';

const EMAIL = 'duena@posada.example';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

journey('a guest house applies on a phone, is approved, and orders the same day', async (people) => {
	const since = Date.now();
	const page = await people.visitor({ size: PHONE });
	await page.goto('/');
	await page.getByRole('link', { name: 'Comprar para mi negocio' }).first().click();
	await page.getByLabel('Qué tipo de negocio es').selectOption({ index: 1 });
	await page.getByLabel('Cómo lo conoce la gente').fill('Posada del Río');
	await page.getByLabel('Razón social').fill('Posada del Río SpA');
	await page.getByLabel('RUT').pressSequentially('765432104');
	await page.getByText('El dígito verificador no calza.').waitFor();
	await people.look(page, 'apply');
	await page.getByLabel('RUT').press('Backspace');
	await page.getByLabel('RUT').pressSequentially('3');
	await page.getByText('El dígito verificador no calza.').waitFor({ state: 'hidden' });
	await page.getByLabel('Giro').fill('Alojamiento');
	await page.getByLabel('Dirección: calle y número').fill('Camino al lago 45');
	await page.getByLabel('Comuna').fill('Cochrane');
	// What was typed is still there after the phone has closed the page.
	await page.reload();
	await page.getByText('Encontramos lo que había escrito').waitFor();
	await page.getByLabel('A qué horas recibe').fill('de 9 a 13 horas');
	await page.getByLabel('Su nombre').fill('Rosa Pérez');
	await page.getByLabel('Correo').fill(EMAIL);
	await page.getByLabel('Qué productos, cuánto y cuándo').fill('Miel y mermelada, cada quincena');
	await page.getByRole('button', { name: 'Enviar mi postulación' }).click();
	await page.getByRole('heading', { name: 'Revise su correo' }).waitFor();
	await people.look(page, 'apply-sent');

	await page.goto(await until('the mail that confirms', () => mailedLink(people.mail, EMAIL, since, 'postulacion')));
	await page.getByRole('button', { name: 'Confirmar mi postulación' }).click();
	await page.getByText('La cooperativa la recibió').waitFor();
	await page.getByLabel('Agregar un documento').setInputFiles({ name: 'e-RUT.pdf', mimeType: 'application/pdf', buffer: PDF });
	await page.getByText('e-RUT.pdf').waitFor();
	await people.look(page, 'application');

	const staff = await people.person('manager');
	await staff.goto('/cooperativa/postulaciones');
	await staff.getByRole('link', { name: 'Posada del Río' }).waitFor();
	await people.look(staff, 'applications');
	await staff.getByRole('link', { name: 'Cabañas del Baker, Tortel' }).click();
	await staff.getByText('mismo RUT').waitFor();
	await people.look(staff, 'application-duplicate');
	await staff.goBack();
	await staff.getByRole('link', { name: 'Posada del Río' }).click();
	await staff.getByRole('button', { name: 'Aprobar' }).click();
	const dialog = staff.getByRole('dialog');
	await dialog.getByLabel('Código').fill('posada');
	await dialog.getByLabel('Zona').selectOption({ index: 1 });
	await people.look(staff, 'application-approve');
	await dialog.getByRole('button', { name: 'Aprobar' }).click();
	await staff.getByRole('link', { name: 'Ver su cuenta' }).waitFor();
	await people.look(staff, 'application-approved');

	await page.goto(await until('the mail with the way in', () => mailedLink(people.mail, EMAIL, since, 'contrasena')));
	await page.getByLabel('Contraseña nueva').fill('calafate sin crema de campo');
	await page.getByRole('button', { name: 'Guardar e ingresar' }).click();
	await page.getByRole('heading', { name: 'Su pedido' }).waitFor();
	const jam = page.getByRole('listitem').filter({ hasText: 'Mermelada de calafate' }).getByRole('spinbutton');
	await jam.fill('24');
	await jam.press('Tab');
	await page.getByRole('button', { name: 'Enviar el pedido' }).click();
	await page.getByRole('heading', { name: /^Pedido / }).waitFor();
	await people.look(page, 'first-order');
});

journey('the link of an application that does not work says what to do', async (people) => {
	people.expect(/^401 GET \/application-link$/);
	const page = await people.visitor({ size: PHONE });
	await page.goto('/postulacion#nonsense');
	await page.getByText('Este enlace no sirve').waitFor();
	await people.look(page, 'application-unknown');
});
