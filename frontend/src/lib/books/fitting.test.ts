import { describe, expect, it } from 'vitest';
import { fitting } from './fitting';

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

	it('are those of its amount, the nearest day first and cards last; others stand apart', () => {
		const found = fitting(line, [
			payment('early', 500, '2026-02-01'),
			payment('card', 500, '2026-03-10', { method: 'card' }),
			payment('more', 501, '2026-03-10'),
			payment('near', 500, '2026-03-11')
		]);
		expect(ids(found.same)).toEqual(['near', 'early', 'card']);
		expect(ids(found.other)).toEqual(['more']);
	});

	it('are none that another line tells already', () => {
		expect(fitting(line, [payment('told', 500, '2026-03-10', { bank_line_id: 'b' })])).toEqual({ same: [], other: [] });
	});
});
