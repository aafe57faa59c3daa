import { untrack } from 'svelte';
import { nextCursor, type List, type Page } from './paging.ts';
import type { Problem } from './problem.ts';
import type { Result } from './result.ts';

/**
 * Data of the API that a page shows. `request` runs again whenever the address or other state
 * that it reads changes; the former data stays visible meanwhile. Create it while a
 * component is initialised.
 */
export class Resource<T> {
	/** The latest data, or null before the first response. */
	data = $state.raw<T | null>(null);
	/** The problem of the last request. */
	problem = $state.raw<Problem | null>(null);
	/** Whether a request is running. */
	loading = $state(true);
	#request: () => Promise<Result<T>>;
	#turn = 0;

	constructor(request: () => Promise<Result<T>>) {
		this.#request = request;
		$effect(() => {
			void this.reload();
		});
	}

	/** Sends the request again. */
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

	/** Sets the data from the response of an action, without another request. */
	set(data: T): void {
		this.#turn += 1;
		this.data = data;
		this.problem = null;
		this.loading = false;
	}
}

/** One page of a list with the cursor of the next. */
export async function paged<T>(call: Promise<Result<readonly T[]>>): Promise<Result<Page<T>>> {
	const result = await call;
	if (!result.ok) return result;
	return { ...result, data: { items: result.data, next: nextCursor(result.response.headers.get('link')) } };
}

/** A list without pages; `shown` filters its items. */
export async function whole<T>(call: Promise<Result<readonly T[]>>, shown: (item: T) => boolean = () => true): Promise<Result<List<T>>> {
	const result = await call;
	return result.ok ? { ...result, data: { items: result.data.filter(shown) } } : result;
}
