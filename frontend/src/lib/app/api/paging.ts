/** The items of a list, all or one page. */
export interface List<T> {
	readonly items: readonly T[];
	/** Absent if the list has no pages. */
	readonly next?: string | null;
}

/** A page of a list and the cursor of the one after it, if there is one. */
export interface Page<T> extends List<T> {
	readonly next: string | null;
}

/**
 * The `after` cursor in the `Link` header's `rel="next"`, or null on the last page. The header
 * may hold several links and its URLs may be relative.
 */
export function nextCursor(link: string | null): string | null {
	if (!link) return null;
	for (const match of link.matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+=(?:"[^"]*"|[^\s;,]+))*)/g)) {
		const [, target = '', parameters = ''] = match;
		const rel = /;\s*rel=(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
		const relations = (rel?.[1] ?? rel?.[2] ?? '').split(/\s+/);
		if (!relations.includes('next')) continue;
		return new URL(target, 'http://origin.invalid').searchParams.get('after');
	}
	return null;
}
