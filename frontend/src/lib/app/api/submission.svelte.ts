import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

/**
 * Whether it is unknown if the server acted: no response, a server error, or
 * "still running". Repeating such a request is only safe with the same key.
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
 * The submission of a form. Its idempotency key stays the same until a response settles what
 * happened, also across a reload, so that pressing the button again never creates a second record.
 */
export class Submission<T> {
	#slot: string;
	/** True while a request is under way. */
	sending = $state(false);
	/** The problem of the last attempt, or null. */
	problem = $state<Problem | null>(null);

	/** `name` identifies the form, such as `order:<cycle id>`. */
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

	/** Sends the request; resolves to the data, or to null with `problem` set. Does nothing while another is running. */
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
