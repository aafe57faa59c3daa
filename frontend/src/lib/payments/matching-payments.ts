import type { Schema } from '#lib/app/api/types.ts';

type Payment = Pick<Schema<'Payment'>, 'amount' | 'bank_line_id' | 'method' | 'received_on'>;

/** The payments that a bank line may belong to. */
export interface PaymentCandidates<P> {
	/** With the amount of the line; only these can be linked. */
	readonly same: readonly P[];
	/** With another amount, which may have been recorded wrongly. */
	readonly other: readonly P[];
}

/**
 * Payments without a bank line, the nearest day first. Card payments are left out: their money reaches the bank in the
 * payouts of the card processor.
 */
export function paymentCandidates<P extends Payment>(
	line: Pick<Schema<'BankLine'>, 'amount' | 'booked_on'>,
	payments: readonly P[]
): PaymentCandidates<P> {
	const distance = ({ received_on }: P): number => Math.abs(Date.parse(received_on) - Date.parse(line.booked_on));
	const waiting = payments
		.filter(({ bank_line_id, method }) => bank_line_id === undefined && method !== 'card')
		.toSorted((a, b) => distance(a) - distance(b));
	const same = ({ amount }: P): boolean => amount.amount === line.amount.amount && amount.currency === line.amount.currency;
	return { same: waiting.filter(same), other: waiting.filter((payment) => !same(payment)) };
}
