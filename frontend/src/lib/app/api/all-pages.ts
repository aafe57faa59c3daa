import { nextCursor } from './paging.ts';
import type { Result } from './result.ts';

/** Pages that are fetched at most. */
const PAGES = 20;

/** Fetches all pages of a list, for the options of a field or for names. */
export async function allPages<T>(ask: (after: string | undefined) => Promise<Result<readonly T[]>>): Promise<Result<readonly T[]>> {
	const items: T[] = [];
	let after: string | undefined;
	for (let page = 1; ; page += 1) {
		const result = await ask(after);
		if (!result.ok) return result;
		items.push(...result.data);
		after = nextCursor(result.response.headers.get('link')) ?? undefined;
		if (after === undefined || page === PAGES) return { ...result, data: items };
	}
}
