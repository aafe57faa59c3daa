/** PyPI's `localstripe`, a program of its own: payments, cards, and events signed as Stripe signs them. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const python = join(process.env.MINGA_CACHE ?? join(homedir(), '.cache/minga'), 'python/bin');
const TIMEOUT_MS = 30_000;

/** Why there is no localstripe, or null where there is one. */
export function localstripeMissing(): string | null {
	return existsSync(join(python, 'localstripe')) ? null : 'no localstripe of tests/requirements.txt (scripts/install-python)';
}

/** It, running. */
export class Localstripe {
	readonly #program: ChildProcess;
	readonly #url: string;
	readonly #key: string;

	private constructor(program: ChildProcess, url: string, key: string) {
		this.#program = program;
		this.#url = url;
		this.#key = key;
	}

	/** Starts it on a free port; it is asked with `key`. */
	static async open(key: string): Promise<Localstripe> {
		const missing = localstripeMissing();
		if (missing) throw new Error(`The journeys cannot be played: ${missing}`);
		const program = spawn(join(python, 'python'), ['-u', '-m', 'localstripe', '--port', '0', '--from-scratch'], {
			stdio: ['ignore', 'pipe', 'ignore']
		});
		try {
			return new Localstripe(program, `http://localhost:${await portOf(program)}`, key);
		} catch (fault) {
			program.kill('SIGKILL');
			throw fault;
		}
	}

	/** Sets the webhook for payment events, and the secret of its signatures. */
	async setWebhook(url: string, secret: string): Promise<void> {
		const events = ['payment_intent.succeeded', 'payment_intent.payment_failed'];
		const headers = { 'Content-Type': 'application/json' };
		const answer = await fetch(`${this.#url}/_config/webhooks/minga`, {
			method: 'POST',
			headers,
			body: JSON.stringify({ url, secret, events })
		});
		assert.ok(answer.ok, `localstripe takes no webhook: ${answer.status}`);
	}

	/** Asks its API. */
	async ask<T>(method: 'GET' | 'POST', path: string, form: Record<string, string> = {}): Promise<T> {
		const body = method === 'POST' ? new URLSearchParams(form) : undefined;
		const answer = await fetch(`${this.#url}/v1/${path}`, { method, headers: { Authorization: `Bearer ${this.#key}` }, body });
		const text = await answer.text();
		assert.ok(answer.ok, `localstripe: ${method} ${path}: ${answer.status} ${text}`);
		return JSON.parse(text) as T;
	}

	/** Ends it. */
	async end(): Promise<void> {
		const ended = new Promise((resolve) => this.#program.once('exit', resolve));
		if (this.#program.exitCode !== null) return;
		this.#program.kill('SIGKILL');
		await ended;
	}
}

/** The port that it prints when it listens. */
function portOf(program: ChildProcess): Promise<number> {
	return new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error('localstripe does not listen')), TIMEOUT_MS);
		program.once('exit', (code) => reject(new Error(`localstripe ended with ${code}`)));
		if (!program.stdout) return;
		createInterface(program.stdout).on('line', (line) => {
			const port = /Running on \S+:(\d+)/.exec(line)?.[1];
			if (port === undefined) return;
			clearTimeout(late);
			resolve(Number(port));
		});
	});
}
