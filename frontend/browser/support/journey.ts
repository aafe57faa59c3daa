/**
 * A journey is one test: people of the demo, each in a browser window of their own, on one server. Whatever goes
 * wrong unseen (an error in the console, an answer of refusal that nobody announced, a page wider than the phone, a
 * field without a name) fails the journey like a missing word does.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { pageErrorsOf } from './page-errors.ts';
import { startServer, type Server } from './server.ts';
import { season } from './season.ts';

/** The password of everybody in the demo, as `minga demo` prints it. */
export const PASSWORD = 'sabores de la cuenca';
export const DESKTOP = { width: 1280, height: 800 } as const;
export const PHONE = { width: 390, height: 844 } as const;

type Size = { readonly width: number; readonly height: number };
interface Look {
	readonly size?: Size;
	readonly language?: 'es' | 'en';
}

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];
const TIMEOUT_MS = 20_000;
const RETRY_MS = 100;
/** What of a long page is pictured, in pixels: drawing all of it takes minutes where there is no graphics card. */
const MAX_HEIGHT = 2_400;
/** Chromium's own line about an answer of refusal; such answers are counted by themselves. */
const REFUSAL_LINE = /^Failed to load resource: the server responded with a status of 4\d\d/;

const found = season();
const journeys = basename(process.argv[1] ?? 'journey').replace(/\.test\.ts$/, '');
const pictures = join(import.meta.dirname, '../../../artefacts/screenshots', journeys);

/** A stand-in for an external service that the server uses. */
export interface ExternalService {
	/** Settings of the server for the service. */
	readonly settings: Readonly<Record<string, string>>;
	/** Learns where the server answers. */
	meet(origin: string): Promise<void>;
	end(): Promise<void>;
}

let stage: Promise<{ server: Server; browser: Browser; service: ExternalService | undefined }> | null = null;
let open: (() => Promise<ExternalService>) | undefined;
let without: string | null = 'missing' in found ? found.missing : null;

/** Opens a service before the server of this file; `missing` says why the journeys cannot be played without it. */
export function withService(service: () => Promise<ExternalService>, missing: string | null): void {
	open = service;
	without ??= missing;
	if (missing === null) return;
	if (process.env.CI === 'true') throw new Error(`The journeys cannot be played: ${missing}`);
	process.stdout.write(`skipped: ${journeys}, because there is ${missing}\n`);
}

async function setStage() {
	if ('missing' in found) throw new Error(found.missing);
	await mkdir(pictures, { recursive: true });
	const service = await open?.();
	const server = await startServer(found, join(pictures, 'program.log'), service?.settings).catch(async (fault: unknown) => {
		await service?.end();
		throw fault;
	});
	try {
		const page = await (await fetch(server.origin)).text();
		assert.match(page, /_app\//, 'the program serves no web app: it looks for frontend/build where it was compiled');
		await service?.meet(server.origin);
		return { server, service, browser: await chromium.launch({ executablePath: found.chromium, args: FLAGS }) };
	} catch (fault) {
		await server.end();
		await service?.end();
		throw fault;
	}
}

after(async () => {
	const set = await stage?.catch(() => null);
	await set?.browser.close();
	await set?.server.end();
	await set?.service?.end();
});

/** The people of one journey, and what they saw. */
export class Journey {
	readonly origin: string;
	/** The folder of the server's mails. */
	readonly mail: string;
	readonly #browser: Browser;
	readonly #contexts: BrowserContext[] = [];
	readonly #pages: Page[] = [];
	readonly #wrong: string[] = [];
	readonly #announced: RegExp[] = [];

	constructor({ origin, mail }: Server, browser: Browser) {
		this.origin = origin;
		this.mail = mail;
		this.#browser = browser;
	}

	/** A window without a session. */
	async visitor({ size = DESKTOP, language = 'es' }: Look = {}): Promise<Page> {
		const context = await this.#browser.newContext({
			baseURL: this.origin,
			viewport: size,
			locale: language === 'es' ? 'es-CL' : 'en-GB',
			timezoneId: 'America/Coyhaique',
			reducedMotion: 'reduce'
		});
		context.setDefaultTimeout(TIMEOUT_MS);
		this.#contexts.push(context);
		const page = await context.newPage();
		this.#pages.push(page);
		this.#watch(page);
		return page;
	}

	/** The window of somebody of the demo, who is signed in: `lodge` is `lodge@demo.example`. */
	async person(name: string, look: Look = {}): Promise<Page> {
		const page = await this.visitor(look);
		const people = await page.request.get('/api/v1/public/demo-people');
		const all = (await people.json()) as { id: string; email: string }[];
		const person = all.find(({ email }) => email === `${name}@demo.example`);
		assert.ok(person, `nobody of the demo is called ${name}`);
		await this.send(page, 'POST', '/public/demo-sign-in', { person_id: person.id });
		if (look.language) await this.send(page, 'PUT', '/session/language', { language: look.language });
		return page;
	}

	/** Does through the API, with a person's own session, what the journey has no need to see. */
	async send<T>(page: Page, method: string, path: string, data?: unknown, headers: Record<string, string> = {}): Promise<T> {
		const answer = await page.request.fetch(`/api/v1${path}`, { method, data, headers: { Origin: this.origin, ...headers } });
		const text = await answer.text();
		assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	}

	/** Presses a button that asks first, and says yes. */
	async agree(page: Page, name: string): Promise<void> {
		await page.getByRole('button', { name, exact: true }).first().click();
		await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
		await page.getByRole('dialog').waitFor({ state: 'hidden' });
	}

	/** Says that an answer of refusal will come, as `422 POST /buyer/orders`. */
	expect(refusal: RegExp): void {
		this.#announced.push(refusal);
	}

	/**
	 * Looks at a page as it stands, at the size it has and on a phone: takes its picture and notes its faults.
	 * Wait for the page to show something before.
	 */
	async look(page: Page, name: string): Promise<void> {
		const before = page.viewportSize() ?? DESKTOP;
		for (const size of before.width === PHONE.width ? [PHONE] : [before, PHONE]) {
			await page.setViewportSize(size);
			const at = size.width === PHONE.width ? `${name}.phone` : name;
			await this.inspect(page, at);
			await this.#picture(page, at, size);
		}
		await page.setViewportSize(before);
	}

	/** Notes the faults of a page as it stands once nothing is awaited any more; pictures it where all are wanted. */
	async inspect(page: Page, at: string): Promise<void> {
		await page.locator('h1').first().waitFor();
		await page.waitForFunction(
			() => ![...document.querySelectorAll('[aria-busy=true], .loading')].some((waiting) => waiting.checkVisibility())
		);
		for (const fault of await pageErrorsOf(page)) this.#wrong.push(`${at}: ${fault}`);
		if (process.env.MINGA_PICTURES === 'all') await this.#picture(page, at, page.viewportSize() ?? DESKTOP);
	}

	async #picture(page: Page, name: string, size: Size): Promise<void> {
		const height = await page.evaluate(() => document.documentElement.scrollHeight);
		await page.setViewportSize({ ...size, height: Math.max(size.height, Math.min(height, MAX_HEIGHT)) });
		await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
		await page.setViewportSize(size);
	}

	/** Ends the windows; answers with what was wrong. */
	async end(failed?: string): Promise<readonly string[]> {
		for (const [index, page] of this.#pages.entries()) {
			if (failed === undefined) break;
			const name = `failed ${failed} ${index + 1}`.replace(/[^\p{L}\d]+/gu, '-');
			await page.screenshot({ path: join(pictures, `${name}.png`), timeout: TIMEOUT_MS }).catch(() => null);
		}
		await Promise.all(this.#contexts.map((context) => context.close()));
		return this.#wrong;
	}

	#watch(page: Page): void {
		page.on('pageerror', (error) => this.#wrong.push(`${page.url()}: ${error.stack ?? error.message}`));
		page.on('console', (said) => {
			if (said.type() === 'error' && !REFUSAL_LINE.test(said.text())) this.#wrong.push(`${page.url()}: ${said.text()}`);
		});
		page.on('requestfailed', (request) => {
			// What a page left behind had still asked for is given up by the browser itself.
			const why = request.failure()?.errorText ?? '';
			if (why !== 'net::ERR_ABORTED') this.#wrong.push(`${why} ${request.method()} ${request.url()}`);
		});
		page.on('response', (answer) => {
			if (answer.status() < 400) return;
			const refusal = `${answer.status()} ${answer.request().method()} ${new URL(answer.url()).pathname.replace('/api/v1', '')}`;
			if (answer.status() >= 500 || !this.#announced.some((announced) => announced.test(refusal))) this.#wrong.push(refusal);
		});
	}
}

/** Waits for what a job does behind the screen: asks until the answer is there. */
export async function until<T>(what: string, ask: () => Promise<T | undefined | null | false>): Promise<T> {
	const late = Date.now() + TIMEOUT_MS;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== null && answer !== false) return answer;
		assert.ok(Date.now() < late, `in ${TIMEOUT_MS} ms ${what} did not happen`);
		await setTimeout(RETRY_MS);
	}
}

/** A test of one journey. */
export function journey(name: string, play: (journey: Journey) => Promise<void>): void {
	test(name, { skip: without ?? false, timeout: 180_000 }, async () => {
		stage ??= setStage();
		const { server, browser } = await stage;
		const people = new Journey(server, browser);
		try {
			await play(people);
		} catch (fault) {
			const wrong = await people.end(name);
			if (fault instanceof Error && wrong.length > 0) fault.message += `\nand on the way:\n${wrong.join('\n')}`;
			throw fault;
		}
		assert.deepEqual(await people.end(), []);
	});
}
