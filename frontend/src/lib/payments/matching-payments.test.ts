import { describe, expect, it } from 'vitest';
import { paymentCandidates } from './matching-payments.ts';

const clp = (amount: number) => ({ amount, currency: 'CLP' as const });
const payment = (id: string, amount: number, received_on: string, more: { method?: 'transfer' | 'card'; bank_line_id?: string } = {}) => ({
	id,
	amount: clp(amount),
	received_on,
	method: 'transfer' as const,
	...more
});

describe('the payments that a line of the bank may be', () => {
	const line = { amount: clp(500), booked_on: '2026-03-10' };
	const ids = (payments: readonly { id: string }[]) => payments.map(({ id }) => id);

	it('are those of its amount, the nearest day first; others stand apart', () => {
		const found = paymentCandidates(line, [
			payment('early', 500, '2026-02-01'),
			payment('more', 501, '2026-03-10'),
			payment('near', 500, '2026-03-11')
		]);
		expect(ids(found.same)).toEqual(['near', 'early']);
		expect(ids(found.other)).toEqual(['more']);
	});

	it('are none that another line tells already, and none by card', () => {
		const linked = payment('linked', 500, '2026-03-10', { bank_line_id: 'b' });
		const cards = [500, 501].map((amount) => payment(`card of ${amount}`, amount, '2026-03-10', { method: 'card' }));
		expect(paymentCandidates(line, [linked, ...cards])).toEqual({ same: [], other: [] });
	});
});
