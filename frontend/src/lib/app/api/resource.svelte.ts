import { untrack } from 'svelte';
import { nextCursor, type List, type Page } from './paging.ts';
import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

/**
 * Something a screen shows once it has come. `ask` is asked again whenever what it reads of the
 * address or of other state changes; what was there stays on the screen meanwhile. Make it while a
 * component is set up.
 */
export class Loaded<T> {
	/** What came last, or null before anything did. */
	data = $state.raw<T | null>(null);
	/** Why the last question had no answer. */
	problem = $state.raw<Problem | null>(null);
	/** A question is under way. */
	asking = $state(true);
	#ask: () => Promise<Result<T>>;
	#turn = 0;

	constructor(ask: () => Promise<Result<T>>) {
		this.#ask = ask;
		$effect(() => {
			void this.again();
		});
	}

	/** Asks again, after a change or a lost signal. */
	again = async (): Promise<void> => {
		const turn = (this.#turn += 1);
		const answer = this.#ask();
		untrack(() => (this.asking = true));
		const result = await answer;
		// A slow answer to an earlier question must not replace a later one.
		if (turn !== this.#turn) return;
		this.asking = false;
		this.problem = result.ok ? null : result.problem;
		if (result.ok) this.data = result.data;
	};

	/** Puts in what an action answered, without asking again. */
	set(data: T): void {
		this.#turn += 1;
		this.data = data;
		this.problem = null;
		this.asking = false;
	}
}

/** A list's answer with the cursor of what follows. */
export async function paged<T>(call: Promise<Result<readonly T[]>>): Promise<Result<Page<T>>> {
	const result = await call;
	if (!result.ok) return result;
	return { ...result, data: { items: result.data, next: nextCursor(result.response.headers.get('link')) } };
}

/** A list's answer that comes whole, of which a screen may show a part. */
export async function whole<T>(call: Promise<Result<readonly T[]>>, shown: (item: T) => boolean = () => true): Promise<Result<List<T>>> {
	const result = await call;
	return result.ok ? { ...result, data: { items: result.data.filter(shown) } } : result;
}
