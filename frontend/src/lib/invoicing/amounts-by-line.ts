import type { Schema } from '#lib/app/api/types.ts';
import type { FieldSpec } from '#lib/ui/forms/fields.ts';

type Money = Schema<'Money'>;

/** The amounts of a form by the id of the invoice line; a line that was left empty has none. */
export interface AmountsByLine {
	readonly amounts?: Record<string, Money>;
}

/** One optional amount for each line of an invoice. */
export function amountFields(
	lines: readonly Pick<Schema<'InvoiceLine'>, 'id' | 'description' | 'net'>[],
	hint: (net: Money) => string
): FieldSpec[] {
	return lines.map(({ id, description, net }) => ({
		name: `amounts/${id}`,
		label: description,
		hint: hint(net),
		kind: 'money',
		optional: true
	}));
}

/** The lines of the request: those with an amount. */
export function amountLines(amounts: AmountsByLine['amounts']): { invoice_line_id: string; amount: Money }[] {
	return Object.entries(amounts ?? {})
		.filter(([, amount]) => amount.amount > 0)
		.map(([invoice_line_id, amount]) => ({ invoice_line_id, amount }));
}
