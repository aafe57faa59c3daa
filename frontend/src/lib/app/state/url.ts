/** The address with one parameter set, or removed if the value is empty. */
export function withParam(address: { readonly href: string }, name: string, value: string | null): string {
	const url = new URL(address.href);
	if (value === null || value === '') url.searchParams.delete(name);
	else url.searchParams.set(name, value);
	// Another selection starts at the first page.
	if (name !== 'after' && name !== 'offset') {
		url.searchParams.delete('after');
		url.searchParams.delete('offset');
	}
	return url.pathname + url.search;
}

/** The address with one value of a repeatable parameter added or removed. */
export function toggleParam(address: { readonly href: string }, name: string, value: string): string {
	const url = new URL(address.href);
	const values = url.searchParams.getAll(name);
	url.searchParams.delete(name);
	url.searchParams.delete('after');
	url.searchParams.delete('offset');
	const kept = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
	for (const other of kept) url.searchParams.append(name, other);
	return url.pathname + url.search;
}

/** Returns `wanted` if it is an address inside the app, else `fallback`. */
export function safeReturn(wanted: string | null, fallback: string): string {
	if (!wanted?.startsWith('/') || /^\/[/\\]/.test(wanted) || hasControl(wanted)) return fallback;
	return wanted;
}

function hasControl(text: string): boolean {
	return [...text].some((sign) => sign.charCodeAt(0) < 32);
}
