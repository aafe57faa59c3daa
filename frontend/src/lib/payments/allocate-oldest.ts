import type { Schema } from '#lib/app/api/types.ts';

type Money = Schema<'Money'>;

interface Open {
	/** A credit note is not paid. */
	readonly kind?: Schema<'InvoiceKind'>;
	readonly id: string;
	readonly due_on?: string;
	readonly issued_on: string;
	readonly open: Money;
	/** What was written off of it, and a payment recovers. */
	readonly written_off?: Money;
}

/**
 * A payment spread over what is open, the oldest first, then over what was written off; what is left over is not
 * allocated.
 */
export function oldestFirst(amount: Money, invoices: readonly Open[]): { invoice_id: string; amount: Money }[] {
	let left = amount.amount;
	const parts = new Map<string, number>();
	const oldest = invoices.filter(({ kind }) => kind !== 'credit_note').toSorted((a, b) => age(a).localeCompare(age(b)));
	for (const owed of [(one: Open) => one.open.amount, (one: Open) => one.written_off?.amount ?? 0]) {
		for (const invoice of oldest) {
			const part = Math.min(left, owed(invoice));
			if (part <= 0) continue;
			parts.set(invoice.id, (parts.get(invoice.id) ?? 0) + part);
			left -= part;
		}
	}
	return [...parts].map(([invoice_id, part]) => ({ invoice_id, amount: { amount: part, currency: amount.currency } }));
}

const age = (invoice: Open): string => `${invoice.due_on ?? invoice.issued_on} ${invoice.issued_on}`;
