import type { Schema } from '#lib/app/api/types.ts';

type Payment = Pick<Schema<'Payment'>, 'amount' | 'bank_line_id' | 'method' | 'received_on'>;

/** The payments which a line of the bank may be telling of. */
export interface PaymentCandidates<P> {
	/** Of the line's own amount: only such a payment can be the line. */
	readonly same: readonly P[];
	/** Of another amount: one of them may have been recorded wrongly. */
	readonly other: readonly P[];
}

/**
 * Payments that no line tells yet, the nearest day first. Those by card are none: their money comes to the bank in the
 * card processor's payouts, which are told apart.
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
