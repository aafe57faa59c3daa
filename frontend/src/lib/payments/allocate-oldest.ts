import type { Schema } from '#lib/app/api/types.ts';

type Money = Schema<'Money'>;

interface Open {
	/** A credit note is not paid. */
	readonly kind?: Schema<'InvoiceKind'>;
	readonly id: string;
	readonly due_on?: string;
	readonly issued_on: string;
	readonly open: Money;
}

/** A payment spread over what is open, the oldest first; what is left over is not allocated. */
export function oldestFirst(amount: Money, invoices: readonly Open[]): { invoice_id: string; amount: Money }[] {
	let left = amount.amount;
	const parts: { invoice_id: string; amount: Money }[] = [];
	for (const invoice of invoices.toSorted((a, b) => age(a).localeCompare(age(b)))) {
		if (invoice.kind === 'credit_note') continue;
		const part = Math.min(left, invoice.open.amount);
		if (part <= 0) continue;
		parts.push({ invoice_id: invoice.id, amount: { amount: part, currency: amount.currency } });
		left -= part;
	}
	return parts;
}

const age = (invoice: Open): string => `${invoice.due_on ?? invoice.issued_on} ${invoice.issued_on}`;
