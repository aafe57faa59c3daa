import type { Schema } from '#lib/app/api/types.ts';

type Line = Schema<'StatementLine'>;

/** The lines of a statement that belong to one pool, as one row. */
export interface StatementGroup {
	readonly key: number;
	readonly description: string;
	readonly pool_id?: string;
	readonly quantity?: number;
	/** The line of each kind; a kind that has none is absent. */
	readonly parts: Readonly<Partial<Record<Line['kind'], Line['amount']>>>;
	readonly sum: Line['amount'];
}

/** The lines of a statement by the pool they come from, in their order; their sums add up to the statement's. */
export function groupLines(lines: readonly Line[]): StatementGroup[] {
	const groups: StatementGroup[] = [];
	for (const { position, description, pool_id, quantity, kind, amount } of lines) {
		const last = groups.at(-1);
		if (last && pool_id !== undefined && last.pool_id === pool_id && !last.parts[kind]) {
			groups[groups.length - 1] = {
				...last,
				quantity: last.quantity ?? quantity,
				parts: { ...last.parts, [kind]: amount },
				sum: { ...amount, amount: last.sum.amount + amount.amount }
			};
		} else {
			groups.push({ key: position, description, pool_id, quantity, parts: { [kind]: amount }, sum: amount });
		}
	}
	return groups;
}

/** The product of a line of a delivery, whose description also has the code of the cycle: `Miel de ulmo · cuenca-2026-10-21`. */
export function productOf(description: string): string {
	const at = description.lastIndexOf(' · ');
	return at < 0 ? description : description.slice(0, at);
}

/** What the lines of each kind add up to. */
export function totalsOf(lines: readonly Line[]): ReadonlyMap<Line['kind'], Line['amount']> {
	const totals = new Map<Line['kind'], Line['amount']>();
	for (const { kind, amount } of lines) totals.set(kind, { ...amount, amount: (totals.get(kind)?.amount ?? 0) + amount.amount });
	return totals;
}
