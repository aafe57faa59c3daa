import { nextCursor } from './paging.ts';
import type { Result } from './result.ts';

/** Lists that are chosen from are short; a longer one is cut here rather than asked for without end. */
const PAGES = 20;

/** All pages of a list, for a field to choose from or for names beside ids. */
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
