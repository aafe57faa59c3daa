/** The middle of some numbers; 0 of none. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
	return low === undefined || high === undefined ? 0 : (low + high) / 2;
}

/**
 * For how many members the server's fair level and the one found here differ by more than a millionth.
 * Levels are exact on the server and divided numbers here.
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
