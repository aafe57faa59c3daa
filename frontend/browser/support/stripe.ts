/**
 * A stand-in for the card processor. PyPI's `localstripe` knows payments and signs its events; what it lacks, the page
 * on which a buyer pays (Checkout), is here: it takes the parameters that Stripe's published API names, refuses any
 * other, and keeps a key's first answer.
 */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Localstripe } from './localstripe.ts';

const WEBHOOK_SECRET = 'whsec_jornadas';
const KEY = 'sk_test_jornadas';
/** The processor's page lives between these, in seconds from its making. */
const [SHORTEST, LONGEST] = [30 * 60, 24 * 3600];

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const WEB = /^https?:\/\/\S{1,5000}$/;
/** What we ask of a page: each parameter by its name and shape. All are needed. */
const ASKED: Readonly<Record<string, RegExp>> = {
	mode: /^payment$/,
	'allowed_payment_method_types[0]': /^card$/,
	'adaptive_pricing[enabled]': /^false$/,
	client_reference_id: UUID,
	'metadata[card_payment]': UUID,
	'line_items[0][price_data][currency]': /^(clp|usd|eur)$/,
	'line_items[0][price_data][unit_amount]': /^[1-9]\d{0,7}$/,
	'line_items[0][price_data][product_data][name]': /^.{1,250}$/u,
	'line_items[0][quantity]': /^1$/,
	'payment_intent_data[description]': /^.{1,1000}$/u,
	'payment_intent_data[metadata][card_payment]': UUID,
	expires_at: /^\d{10}$/,
	success_url: WEB,
	cancel_url: WEB
};

interface Page {
	readonly id: string;
	readonly asked: ReadonlyMap<string, string>;
	readonly intent: string;
	readonly created: number;
	expired: boolean;
}

class Refusal extends Error {
	readonly status: number;
	readonly param: string | undefined;

	constructor(status: number, message: string, param?: string) {
		super(message);
		this.status = status;
		this.param = param;
	}
}

/** The processor, running for one file of journeys. */
export class Processor {
	/** Settings of the server for the processor. */
	readonly settings: Readonly<Record<string, string>>;
	readonly #server: Server;
	readonly #money: Localstripe;
	readonly #url: string;
	readonly #pages = new Map<string, Page>();
	readonly #answers = new Map<string, { readonly body: string; readonly page: string }>();
	#key = KEY;
	#eventsUrl = '';
	/** Events that are kept back, while some are. */
	#kept: (() => Promise<void>)[] | null = null;

	private constructor(server: Server, money: Localstripe) {
		this.#server = server;
		this.#money = money;
		this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		this.settings = { STRIPE_SECRET_KEY: KEY, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, STRIPE_URL: this.#url };
		server.on('request', (request, answer) => void this.#serve(request, answer));
	}

	/** Starts it on free ports. */
	static async open(): Promise<Processor> {
		const money = await Localstripe.open(KEY);
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Processor(server, money);
	}

	/** Sets the address of the server, which receives the payment events from now on. */
	async meet(origin: string): Promise<void> {
		this.#eventsUrl = `${origin}/api/v1/card-processor/events`;
		await this.#money.setWebhook(`${this.#url}/webhook`, WEBHOOK_SECRET);
	}

	/** Ends it. */
	async end(): Promise<void> {
		await this.#money.end();
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	/** Its account gets another key, or the first one again. */
	rollKey(known = false): void {
		this.#key = known ? KEY : 'sk_test_otra';
	}

	/** How many events it keeps back. */
	get keeps(): number {
		return this.#kept?.length ?? 0;
	}

	/** Keeps its events back. */
	hush(): void {
		this.#kept = [];
	}

	/** Sends the events that were held back, each twice, as may happen. */
	async release(): Promise<void> {
		const kept = this.#kept ?? [];
		this.#kept = null;
		for (const send of [...kept, ...kept]) await send();
	}

	/** The time of a page is over: it closes and says so. */
	async expire(address: string): Promise<void> {
		const page = this.#page(new URL(address).pathname.split('/').at(-1) ?? '');
		page.expired = true;
		const event = {
			id: `evt_${randomBytes(12).toString('hex')}`,
			object: 'event',
			type: 'checkout.session.expired',
			data: { object: await this.#shown(page) }
		};
		const body = JSON.stringify(event);
		const at = Math.floor(Date.now() / 1000);
		const tag = createHmac('sha256', WEBHOOK_SECRET).update(`${at}.${body}`).digest('hex');
		await this.#send(body, `t=${at},v1=${tag}`);
	}

	async #send(body: string, signature: string): Promise<void> {
		const answer = await fetch(this.#eventsUrl, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json; charset=utf-8', 'Stripe-Signature': signature },
			body
		});
		assert.equal(answer.status, 204, `the program does not take an event: ${await answer.text()}`);
	}

	async #serve(request: IncomingMessage, answer: ServerResponse): Promise<void> {
		const body = await textOf(request);
		const path = new URL(request.url ?? '/', this.#url).pathname;
		try {
			if (path === '/webhook') await this.#receive(request, body);
			else if (path.startsWith('/pay/')) return await this.#pay(request, path.slice(5), answer);
			else if (path.startsWith('/v1/checkout/sessions')) return json(answer, 200, await this.#checkout(request, path, body));
			else throw new Refusal(404, `Unrecognized request URL (${request.method}: ${path}).`);
			answer.end();
		} catch (fault) {
			const { status, message, param } = fault instanceof Refusal ? fault : new Refusal(500, String(fault));
			json(answer, status, { error: { type: 'invalid_request_error', message, param } });
		}
	}

	/** An event of localstripe's, with its own signature; the bytes go on as they came. */
	async #receive(request: IncomingMessage, body: string): Promise<void> {
		const send = () => this.#send(body, String(request.headers['stripe-signature']));
		if (this.#kept) this.#kept.push(send);
		else await send();
	}

	async #checkout(request: IncomingMessage, path: string, body: string): Promise<unknown> {
		if (request.headers.authorization !== `Bearer ${this.#key}`) throw new Refusal(401, 'Invalid API Key provided: sk_test_********adas');
		const id = path.split('/')[4];
		if (request.method === 'GET' && id) return this.#shown(this.#page(id));
		if (request.method !== 'POST' || id) throw new Refusal(404, `Unrecognized request URL (${request.method}: ${path}).`);
		const key = request.headers['idempotency-key'];
		if (typeof key !== 'string' || key.length > 255) throw new Refusal(400, 'An Idempotency-Key of at most 255 characters is needed.');
		const before = this.#answers.get(key);
		if (before && before.body !== body)
			throw new Refusal(400, 'Keys for idempotent requests can only be used with the same parameters they were first used with.');
		const page = before ? this.#page(before.page) : await this.#make(new Map(new URLSearchParams(body)));
		this.#answers.set(key, { body, page: page.id });
		return this.#shown(page);
	}

	async #make(asked: Map<string, string>): Promise<Page> {
		for (const [name] of asked) if (!(name in ASKED)) throw new Refusal(400, `Received unknown parameter: ${name}`, name);
		for (const [name, shape] of Object.entries(ASKED))
			if (!shape.test(asked.get(name) ?? '')) throw new Refusal(400, `Invalid ${name}: ${asked.get(name)}`, name);
		const created = Math.floor(Date.now() / 1000);
		const open = Number(asked.get('expires_at')) - created;
		if (open < SHORTEST || open > LONGEST)
			throw new Refusal(400, 'The `expires_at` timestamp must be between 30 minutes and 24 hours from now.', 'expires_at');
		const intent = await this.#money.ask<{ id: string }>('POST', 'payment_intents', {
			amount: asked.get('line_items[0][price_data][unit_amount]') ?? '',
			currency: asked.get('line_items[0][price_data][currency]') ?? '',
			'metadata[card_payment]': asked.get('payment_intent_data[metadata][card_payment]') ?? ''
		});
		const page = { id: `cs_test_${randomBytes(24).toString('hex')}`, asked, intent: intent.id, created, expired: false };
		this.#pages.set(page.id, page);
		return page;
	}

	#page(id: string): Page {
		const page = this.#pages.get(id);
		if (!page) throw new Refusal(404, `No such checkout.session: ${id}`, 'session');
		return page;
	}

	/** A page as Stripe's API writes it. */
	async #shown({ id, asked, intent, created, expired }: Page): Promise<object> {
		const { status } = await this.#money.ask<{ status: string }>('GET', `payment_intents/${intent}`);
		const isPaid = status === 'succeeded';
		const amount = Number(asked.get('line_items[0][price_data][unit_amount]'));
		const state = isPaid ? 'complete' : expired ? 'expired' : 'open';
		return {
			id,
			object: 'checkout.session',
			amount_subtotal: amount,
			amount_total: amount,
			automatic_tax: { enabled: false, liability: null, provider: null, status: null },
			cancel_url: asked.get('cancel_url'),
			client_reference_id: asked.get('client_reference_id'),
			created,
			currency: asked.get('line_items[0][price_data][currency]'),
			custom_fields: [],
			custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
			expires_at: Number(asked.get('expires_at')),
			livemode: false,
			metadata: { card_payment: asked.get('metadata[card_payment]') },
			mode: 'payment',
			payment_intent: intent,
			payment_method_types: ['card'],
			payment_status: isPaid ? 'paid' : 'unpaid',
			shipping_options: [],
			status: state,
			success_url: asked.get('success_url'),
			url: state === 'open' ? `${this.#url}/pay/${id}` : null
		};
	}

	/** The page itself: shown, or paid with localstripe's test card. */
	async #pay(request: IncomingMessage, id: string, answer: ServerResponse): Promise<void> {
		const page = this.#page(id);
		if (request.method !== 'POST') {
			answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html(page));
			return;
		}
		const card = await this.#money.ask<{ id: string }>('GET', 'payment_methods/pm_card_visa');
		await this.#money.ask('POST', `payment_intents/${page.intent}`, { payment_method: card.id });
		await this.#money.ask('POST', `payment_intents/${page.intent}/confirm`);
		answer.writeHead(303, { Location: page.asked.get('success_url') }).end();
	}
}

function html({ asked, expired }: Page): string {
	const plain = (name: string) => (asked.get(name) ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
	const pay = expired ? '<p>Esta página se cerró.</p>' : '<form method="post"><button>Pagar</button></form>';
	return `<!doctype html><html lang="es"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Pago</title>
<h1>${plain('line_items[0][price_data][product_data][name]')}</h1>
<p id="amount">${plain('line_items[0][price_data][unit_amount]')} ${plain('line_items[0][price_data][currency]')}</p>
${pay}<p><a href="${plain('cancel_url')}">Volver</a></p></html>`;
}

function json(answer: ServerResponse, status: number, body: unknown): void {
	answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
}
