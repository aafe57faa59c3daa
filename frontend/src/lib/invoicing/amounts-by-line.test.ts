import { describe, expect, it } from 'vitest';
import { amountFields, amountLines } from './amounts-by-line.ts';

const clp = (amount: number) => ({ amount, currency: 'CLP' as const });

describe('amounts by line', () => {
	it('asks for one optional amount of each line', () => {
		const [field] = amountFields([{ id: 'l', description: 'Miel', net: clp(50) }], (net) => `de ${net.amount}`);
		expect(field).toEqual({ name: 'amounts/l', label: 'Miel', hint: 'de 50', kind: 'money', optional: true });
	});

	it('sends the lines that have an amount', () => {
		expect(amountLines({ a: clp(5), b: clp(0) })).toEqual([{ invoice_line_id: 'a', amount: clp(5) }]);
		expect(amountLines(undefined)).toEqual([]);
	});
});
