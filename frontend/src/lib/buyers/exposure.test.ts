import { describe, expect, it } from 'vitest';
import { describeMovement, type RelatedRecords } from './exposure.ts';

const at = '2026-03-10T12:00:00.123456Z';
const movement = (cause: string, amount = 1000) => ({ cause, at, amount: { amount, currency: 'CLP' as const } });
const things: RelatedRecords = {
	orders: new Map([
		['o', { code: 'P-1' }],
		['c', { code: 'P-2', cancelled_at: at }]
	]),
	documents: new Map([
		['f', { name: 'F-12' }],
		['n', { name: 'NC-3' }]
	])
};

describe('what moved an exposure', () => {
	it('names the order, and what became of it', () => {
		expect(describeMovement(movement('order:o:1'), things)).toEqual({ cause: 'order_placed', name: 'P-1', href: '/cooperativa/pedidos/o' });
		const moves = ['order:o:2', 'order:o:invoiced', 'order:o:short:run:r', 'order:o:relieved:cancelled:x'];
		expect(moves.map((cause) => describeMovement(movement(cause), things).cause)).toEqual([
			'order_grown',
			'order_invoiced',
			'order_short',
			'order_relieved'
		]);
		expect(describeMovement(movement('order:o:3', -1000), things).cause).toBe('order_reduced');
	});

	it('tells a cancelled order from one that only shrank before', () => {
		expect(describeMovement(movement('order:c:3', -1000), things).cause).toBe('order_cancelled');
		expect(describeMovement({ ...movement('order:c:2', -10), at: '2026-03-09T12:00:00Z' }, things).cause).toBe('order_reduced');
		expect(describeMovement(movement('order:c:1'), things).cause).toBe('order_placed');
	});

	it('leads to documents and payments', () => {
		expect(describeMovement(movement('invoice:f'), things)).toEqual({ cause: 'invoice', name: 'F-12', href: '/cooperativa/facturas/f' });
		expect(describeMovement(movement('credit_note:n', -5), things)).toEqual({
			cause: 'credit_note',
			name: 'NC-3',
			href: '/cooperativa/facturas/n'
		});
		expect(describeMovement(movement('payment:p', -5), things)).toEqual({ cause: 'payment', name: '', href: '/cooperativa/cobros/p' });
	});

	it('shows no code of what it does not know', () => {
		expect(describeMovement(movement('order:unknown:1'), things).name).toBe('');
		expect(describeMovement(movement('barter:b'), things)).toEqual({ cause: 'other', name: '' });
	});
});
