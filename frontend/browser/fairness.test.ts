/** The season's fairness as the assembly and each workshop see it, and a split that a workshop computes again. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { csvRows, save, sheetRows } from './support/files.ts';
import { journey, PHONE, until, type Journey } from './support/journey.ts';
import { quotaLink } from './support/mail.ts';
import { closeAndPublish } from './support/week.ts';

interface Money {
	readonly amount: number;
}
interface Workshop {
	readonly code: string;
	readonly name?: string;
	readonly own: boolean;
	readonly weight: number;
	readonly ratio: number;
	readonly share_agreed: number;
	readonly share_received: number;
	readonly offered: Money;
	readonly received: Money;
	readonly declined: Money;
}
interface Report {
	readonly season: { readonly code: string; readonly name: string };
	readonly workshops: readonly Workshop[];
	readonly cycles: readonly { readonly code: string; readonly delivery_date: string; readonly highest: number; readonly gap: number }[];
}
interface Standing {
	readonly group: readonly { readonly pseudonym: string; readonly own: boolean; readonly target_ratio: number }[];
	readonly workshops: readonly { readonly ratio_after: number; readonly target_ratio: number }[];
	readonly published?: unknown;
}
type Language = 'es' | 'en';
const LANGUAGES = ['es', 'en'] as const;

const number = (value: number, language: Language): string =>
	new Intl.NumberFormat(language === 'es' ? 'es-CL' : 'en-GB', { maximumFractionDigits: 0, useGrouping: 'always' }).format(value);
/** Money as the screen writes it. */
const pesos = (value: number, language: Language): string => `${value < 0 ? '-' : ''}$${number(Math.abs(Math.round(value)), language)}`;
/** The cells of a table by their headings, row by row, once it has rows. */
async function cells(table: Locator): Promise<Record<string, string>[]> {
	const rows = table.locator('tbody tr');
	await rows.first().waitFor();
	return rows.evaluateAll((rows) =>
		rows.map((row) => Object.fromEntries([...row.querySelectorAll('td')].map((cell) => [cell.dataset.label ?? '', cell.innerText.trim()])))
	);
}

journey('the assembly sees what each workshop agreed to and received, and takes it home as files', async (people) => {
	const words = {
		es: {
			title: 'Equidad de la temporada',
			bars: 'Participación acordada y recibida',
			workshops: 'Taller por taller',
			cycles: 'Ciclo por ciclo',
			files: ['Talleres', 'Ciclos'],
			head: ['código', 'ciclo'],
			columns: ['Taller', 'Participación', 'Se le dio', 'Aceptado', 'Rechazó o no respondió', 'Índice'],
			highest: 'Más alto'
		},
		en: {
			title: 'The season’s fairness',
			bars: 'Share agreed and share received',
			workshops: 'Workshop by workshop',
			cycles: 'Cycle by cycle',
			files: ['Workshops', 'Cycles'],
			head: ['code', 'cycle'],
			columns: ['Workshop', 'Share', 'Given to it', 'Accepted', 'Declined or unanswered', 'Ratio'],
			highest: 'Highest'
		}
	};
	for (const language of LANGUAGES) {
		const said = words[language];
		const page = await people.person('finance', { language });
		const report = await people.send<Report>(page, 'GET', '/staff/reports/fairness');
		assert.equal(report.workshops.length, 12);
		assert.ok(report.cycles.length >= 8, `${report.cycles.length} cycles were split`);
		await page.goto('/cooperativa/equidad');
		await page.getByRole('heading', { level: 1, name: said.title }).waitFor();
		await page.getByText(report.season.name).first().waitFor();
		await people.look(page, `season-${language}`);

		const bars = page
			.getByRole('figure')
			.filter({ hasText: said.bars })
			.locator('li')
			.filter({ has: page.locator('svg') });
		await bars.first().waitFor();
		assert.equal(await bars.count(), report.workshops.length);
		await bars.filter({ hasText: report.workshops[0]?.name ?? '?' }).waitFor();
		await page.locator('rect.gap').first().waitFor({ state: 'attached' });
		assert.equal(await page.locator('rect.gap').count(), report.cycles.length);
		assert.match((await page.locator('polygon.band').getAttribute('points')) ?? '', /^([\d.]+,[\d.]+ ?)+$/);

		const workshops = await cells(page.getByRole('table', { name: said.workshops }));
		for (const [row, workshop] of report.workshops.entries()) {
			const expected = [
				workshop.name,
				number(workshop.weight, language),
				...[workshop.offered.amount, workshop.received.amount, workshop.declined.amount, workshop.ratio].map((amount) =>
					pesos(amount, language)
				)
			];
			assert.deepEqual(
				said.columns.map((column) => workshops[row]?.[column]),
				expected
			);
		}
		const cycles = await cells(page.getByRole('table', { name: said.cycles }));
		assert.deepEqual(
			cycles.map((row) => row[said.highest]),
			report.cycles.map(({ highest }) => pesos(highest, language))
		);

		for (const [of, file] of [
			[report.workshops.length, said.files[0]],
			[report.cycles.length, said.files[1]]
		] as const) {
			const csv = await save(page, page.getByRole('link', { name: `${file}, CSV` }));
			const xlsx = await save(page, page.getByRole('link', { name: `${file}, Excel` }));
			assert.match(csv.name, language === 'es' ? /^equidad(-ciclos)?-temporada-1\.csv$/ : /^fairness(-cycles)?-temporada-1\.csv$/);
			assert.equal(xlsx.name, csv.name.replace('.csv', '.xlsx'));
			const [head, ...rows] = csvRows(csv.bytes);
			assert.ok(said.head.includes(head?.[0] ?? '?'), `${language}: ${head}`);
			assert.equal(rows.length, of);
			const [sheetHead, ...sheet] = sheetRows(xlsx.bytes);
			assert.deepEqual(sheetHead, head);
			// A number is a number in the workbook: compared as one. Days have a format of their own.
			const worth = (cell = '') => (cell !== '' && !Number.isNaN(Number(cell)) ? Number(cell) : cell);
			for (const [at, row] of rows.entries()) {
				for (const [column, cell] of row.entries()) {
					if (!/^\d{4}-\d\d-\d\d$/.test(cell))
						assert.equal(worth(sheet[at]?.[column]), worth(cell), `${csv.name}, row ${at + 2}, ${head?.[column]}`);
				}
			}
			if (of === report.workshops.length && file === said.files[0]) {
				assert.deepEqual(
					rows.map(([code, name, share]) => [code, name, Number(share)]),
					report.workshops.map(({ code, name, weight }) => [code, name, weight])
				);
				assert.deepEqual(
					rows.map((row) => Number(row[5])),
					report.workshops.map(({ received }) => received.amount)
				);
			}
		}
	}
});

journey('a season without splits says so, and one that is not there too', async (people) => {
	const manager = await people.person('manager');
	const season = { code: 'temporada-2', name: 'Temporada siguiente', starts_on: '2040-01-01', ends_on: '2040-12-31' };
	const { id } = await people.send<{ id: string }>(manager, 'POST', '/staff/seasons', season, { 'Idempotency-Key': 'season-2' });
	await manager.goto('/cooperativa/equidad');
	await manager.getByLabel('Temporada').selectOption({ label: season.name });
	await manager.getByText('Todavía no hay repartos publicados').waitFor();
	assert.match(manager.url(), new RegExp(`season=${id}`));
	await people.look(manager, 'season-empty');
	people.expect(/^4(00|04|22) GET \/(staff|producer)\/reports\/fairness$/);
	await manager.goto('/cooperativa/equidad?season=nonsense');
	await manager.getByRole('alert').waitFor();
	await people.look(manager, 'season-wrong');
	await manager.goto('/cooperativa/equidad?season=01890a5d-ac96-774b-bcce-b302099a8057');
	await manager.getByText('No conocemos esa temporada').waitFor();
	await manager.getByRole('link', { name: 'Ver la temporada de ahora' }).click();
	await manager.getByRole('heading', { name: 'Taller por taller' }).waitFor();
});

journey('a workshop sees its own season by name and the group under made-up names, on a phone', async (people) => {
	const titles = {
		es: ['Su temporada y la del grupo', 'Taller por taller', 'Taller', 'Aceptado', 'Navegación principal'],
		en: ['Your season and the group’s', 'Workshop by workshop', 'Workshop', 'Accepted', 'Main navigation']
	} as const;
	const staff = await people.person('manager');
	const all = await people.send<Report>(staff, 'GET', '/staff/reports/fairness');
	for (const language of LANGUAGES) {
		const page = await people.person('producer', { size: PHONE, language });
		const report = await people.send<Report>(page, 'GET', '/producer/reports/fairness');
		const [own, ...others] = report.workshops;
		assert.ok(own?.own && own.name && others.length === all.workshops.length - 1);
		await page.goto('/taller/reparto');
		await page.getByRole('link', { name: language === 'es' ? 'Ver la temporada' : 'See the season' }).click();
		await page.getByRole('heading', { level: 1, name: titles[language][0] }).waitFor();
		const table = page.getByRole('table', { name: titles[language][1] });
		const rows = await cells(table);
		assert.equal(rows.length, report.workshops.length);
		assert.ok(rows[0]?.[titles[language][2]]?.startsWith(own.name));
		assert.equal(rows[0]?.[titles[language][3]], pesos(own.received.amount, language));
		assert.equal(
			await page.getByRole('navigation', { name: titles[language][4] }).locator('[aria-current]').getAttribute('href'),
			'/taller/reparto'
		);
		const text = await page.getByRole('main').innerText();
		for (const { name } of all.workshops) if (name && name !== own.name) assert.ok(!text.includes(name), `${name} is named`);
		await people.look(page, `own-season-${language}`);
		await page.setViewportSize({ width: 1280, height: 800 });
		await people.look(page, `own-season-${language}-desktop`);
	}
});

/** The standing page, with what the response changed on the way where a test says so. */
async function standing(
	people: Journey,
	language: Language,
	changed?: (response: Standing) => unknown
): Promise<{ page: Page; response: Standing }> {
	const page = await people.person('producer', { size: PHONE, language });
	const response = await people.send<Standing>(page, 'GET', '/producer/standing');
	if (changed) await page.route('**/api/v1/producer/standing', (route) => route.fulfill({ json: changed(structuredClone(response)) }));
	await page.goto('/taller/reparto');
	await page.getByRole('heading', { name: language === 'es' ? 'Cómo quedó el grupo' : 'How the group stands' }).waitFor();
	return { page, response };
}

journey('a workshop has the whole split on its phone, computes the level again, and would notice a lie', async (people) => {
	for (const language of LANGUAGES) {
		const { page, response } = await standing(people, language);
		const bars = page
			.getByRole('figure')
			.locator('li')
			.filter({ has: page.locator('svg.bar') });
		await bars.first().waitFor();
		assert.equal(await bars.count(), response.group.length);
		assert.equal(await bars.filter({ hasText: language === 'es' ? 'Su taller' : 'Your workshop' }).count(), 1);
		const [own] = response.workshops;
		assert.ok(own);
		await page.locator('.facts dd').getByText(pesos(own.ratio_after, language), { exact: true }).first().waitFor();
		await page.locator('.facts dd').getByText(pesos(own.target_ratio, language), { exact: true }).first().waitFor();
		await page.getByRole('button', { name: language === 'es' ? 'Calcular de nuevo' : 'Find it again' }).click();
		await page
			.getByText(
				language === 'es'
					? `los ${response.group.length} talleres tienen el mismo nivel justo`
					: `all ${response.group.length} workshops have the fair level`
			)
			.waitFor();
		await people.look(page, `standing-${language}`);
		const file = await save(
			page,
			page.getByRole('button', { name: language === 'es' ? 'Bajar los datos del reparto' : 'Download the data of the split' })
		);
		assert.deepEqual(JSON.parse(file.bytes.toString()), (response.published as { instance: unknown }).instance);
		await page.setViewportSize({ width: 1280, height: 800 });
		await people.look(page, `standing-${language}-desktop`);
	}
	// Had the cooperative said another level for one workshop, the phone would tell.
	const { page } = await standing(people, 'es', (response) => ({
		...response,
		group: response.group.map((member, at) => (at === 0 ? { ...member, target_ratio: member.target_ratio * 1.01 } : member))
	}));
	await page.getByRole('button', { name: 'Calcular de nuevo' }).click();
	await page.getByText('Calculado en este teléfono: 1 taller no coincide.').waitFor();
	await people.look(page, 'standing-lie');
});

journey('a workshop without splits, and an assembly that publishes none are explained', async (people) => {
	const { page } = await standing(people, 'es', ({ published: _, ...response }) => response);
	await page.getByText('La asamblea acordó no publicar los datos del reparto').waitFor();
	await people.look(page, 'standing-unpublished');
	people.expect(/^404 GET \/producer\/(standing|reports\/fairness)$/);
	const fresh = await people.person('producer2', { size: PHONE });
	const nothing = {
		status: 404,
		contentType: 'application/problem+json',
		json: { type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found' }
	};
	for (const path of ['standing', 'reports/fairness']) await fresh.route(`**/api/v1/producer/${path}`, (route) => route.fulfill(nothing));
	await fresh.goto('/taller/reparto');
	await fresh.getByText('Todavía no hay un reparto en que usted participe').waitFor();
	await people.look(fresh, 'standing-empty');
	await fresh.goto('/taller/equidad');
	await fresh.getByText('Todavía no hay repartos publicados').waitFor();
	await people.look(fresh, 'own-season-empty');
});

journey('the link in the mail shows the group and what decided the quotas', async (people) => {
	const since = Date.now();
	const manager = await people.person('manager');
	await closeAndPublish(people, manager);
	const link = await until('the mail about the quotas', () => quotaLink(people.mail, 'producer@demo.example', since));
	for (const language of LANGUAGES) {
		const page = await people.visitor({ size: PHONE, language });
		// Who chose a language here before is spoken to in it, whatever the mail's was.
		await page.addInitScript((chosen) => localStorage.setItem('minga_language', chosen), language);
		await page.goto(link.slice(link.indexOf('/encargo#')));
		await page.getByRole('heading', { name: language === 'es' ? 'Cómo quedó el grupo' : 'How the group stands' }).waitFor();
		const bars = page
			.getByRole('figure')
			.locator('li')
			.filter({ has: page.locator('svg.bar') });
		await bars.first().waitFor();
		assert.equal(await bars.count(), 12);
		assert.equal(await bars.filter({ hasText: language === 'es' ? 'Su taller' : 'Your workshop' }).count(), 1);
		await page
			.getByRole('region', { name: language === 'es' ? 'Qué decidió su encargo' : 'What decided your quota' })
			.locator('.facts dd')
			.first()
			.waitFor();
		await people.look(page, `link-${language}`);
		await page.setViewportSize({ width: 1280, height: 800 });
		await people.look(page, `link-${language}-desktop`);
	}
});
