import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

/**
 * True when the answer leaves it open whether the server acted: no answer, a server's error, or
 * "still running". Repeating such a request is only safe under the same key.
 */
export function isUncertain(problem: Problem): boolean {
	if (problem.status === 0 || problem.status === 408 || problem.status === 429) return true;
	return problem.status >= 500 || (problem.status === 409 && problem.code === 'idempotency_key_in_use');
}

function newKey(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One sending of one form. Its idempotency key stays the same until an answer settles what
 * happened, also across a reload, so that pressing the button again never creates a second record.
 */
export class Submission<T> {
	#slot: string;
	/** True while a request is under way. */
	sending = $state(false);
	/** What the last try was refused for, or null. */
	problem = $state<Problem | null>(null);

	/** `name` tells this form from every other, e.g. `order:<cycle id>`. */
	constructor(name: string) {
		this.#slot = `minga:key:${name}`;
	}

	#key(): string {
		const kept = sessionStorage.getItem(this.#slot);
		if (kept) return kept;
		const key = newKey();
		sessionStorage.setItem(this.#slot, key);
		return key;
	}

	/** Sends once; answers the data, or null with `problem` set. A second press while sending does nothing. */
	async send(request: (key: string) => Promise<Result<T>>): Promise<T | null> {
		if (this.sending) return null;
		this.sending = true;
		this.problem = null;
		try {
			const result = await request(this.#key());
			if (result.ok || !isUncertain(result.problem)) sessionStorage.removeItem(this.#slot);
			if (result.ok) return result.data;
			this.problem = result.problem;
			return null;
		} finally {
			this.sending = false;
		}
	}
}
