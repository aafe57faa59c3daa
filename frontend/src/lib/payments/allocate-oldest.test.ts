import { describe, expect, it } from 'vitest';
import { oldestFirst } from './allocate-oldest.ts';

const clp = (amount: number) => ({ amount, currency: 'CLP' as const });
const invoice = (id: string, due_on: string, open: number) => ({ id, due_on, issued_on: '2026-01-01', open: clp(open) });

describe('a payment over open invoices', () => {
	it('pays the oldest first and leaves the rest', () => {
		const open = [invoice('b', '2026-03-01', 500), invoice('a', '2026-02-01', 300), invoice('c', '2026-04-01', 900)];
		expect(oldestFirst(clp(600), open)).toEqual([
			{ invoice_id: 'a', amount: clp(300) },
			{ invoice_id: 'b', amount: clp(300) }
		]);
		expect(oldestFirst(clp(5000), open).map((part) => part.amount.amount)).toEqual([300, 500, 900]);
		expect(oldestFirst(clp(5), [])).toEqual([]);
	});

	it('recovers what was written off once nothing else is open, and pays no credit note', () => {
		const lost = { ...invoice('z', '2026-01-01', 0), written_off: clp(400) };
		const note = { ...invoice('n', '2026-01-01', 0), kind: 'credit_note' as const };
		expect(oldestFirst(clp(600), [lost, note, invoice('a', '2026-02-01', 300)])).toEqual([
			{ invoice_id: 'a', amount: clp(300) },
			{ invoice_id: 'z', amount: clp(300) }
		]);
	});
});
