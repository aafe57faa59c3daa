/** The median; 0 for an empty list. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
	return low === undefined || high === undefined ? 0 : (low + high) / 2;
}

/**
 * Number of workshops whose fair level differs by more than a millionth between server and browser.
 * The server computes exactly, the browser with floating-point numbers.
 */
export function disagreements(
	found: ReadonlyMap<string, number>,
	published: readonly { readonly pseudonym: string; readonly target_ratio: number }[]
): number {
	return published.filter(({ pseudonym, target_ratio }) => {
		const own = found.get(pseudonym);
		return own === undefined || Math.abs(own - target_ratio) > Math.max(1e-6 * Math.abs(target_ratio), 1e-6);
	}).length;
}
