import { untrack } from 'svelte';
import { nextCursor, type List, type Page } from './paging.ts';
import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

/**
 * Something a screen shows once it has come. `ask` is asked again whenever what it reads of the
 * address or of other state changes; what was there stays on the screen meanwhile. Make it while a
 * component is set up.
 */
export class Resource<T> {
	/** What came last, or null before anything did. */
	data = $state.raw<T | null>(null);
	/** Why the last question had no answer. */
	problem = $state.raw<Problem | null>(null);
	/** A question is under way. */
	loading = $state(true);
	#request: () => Promise<Result<T>>;
	#turn = 0;

	constructor(request: () => Promise<Result<T>>) {
		this.#request = request;
		$effect(() => {
			void this.reload();
		});
	}

	/** Asks again, after a change or a lost signal. */
	reload = async (): Promise<void> => {
		const turn = (this.#turn += 1);
		const answer = this.#request();
		untrack(() => (this.loading = true));
		const result = await answer;
		// A slow response to an earlier request must not replace a later one.
		if (turn !== this.#turn) return;
		this.loading = false;
		this.problem = result.ok ? null : result.problem;
		if (result.ok) this.data = result.data;
	};

	/** Puts in what an action answered, without asking again. */
	set(data: T): void {
		this.#turn += 1;
		this.data = data;
		this.problem = null;
		this.loading = false;
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
