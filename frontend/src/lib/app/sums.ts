/** The sum of a figure over some rows. */
export function totalOf<T>(rows: readonly T[], figure: (row: T) => number): number {
	return rows.reduce((sum, row) => sum + figure(row), 0);
}

/** How many rows there are of each kind. */
export function countBy<T, K extends string>(rows: readonly T[], kind: (row: T) => K): Partial<Record<K, number>> {
	const counts: Partial<Record<K, number>> = {};
	for (const row of rows) counts[kind(row)] = (counts[kind(row)] ?? 0) + 1;
	return counts;
}
