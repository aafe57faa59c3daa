import { describe, expect, it } from 'vitest';
import { tell, type Things } from './exposure.ts';

const at = '2026-03-10T12:00:00.123456Z';
const movement = (cause: string, amount = 1000) => ({ cause, at, amount: { amount, currency: 'CLP' as const } });
const things: Things = {
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
		expect(tell(movement('order:o:1'), things)).toEqual({ move: 'order_placed', name: 'P-1', href: '/cooperativa/pedidos/o' });
		const moves = ['order:o:2', 'order:o:invoiced', 'order:o:short:run:r', 'order:o:relieved:cancelled:x'];
		expect(moves.map((cause) => tell(movement(cause), things).move)).toEqual([
			'order_grown',
			'order_invoiced',
			'order_short',
			'order_relieved'
		]);
		expect(tell(movement('order:o:3', -1000), things).move).toBe('order_reduced');
	});

	it('tells a cancelled order from one that only shrank before', () => {
		expect(tell(movement('order:c:3', -1000), things).move).toBe('order_cancelled');
		expect(tell({ ...movement('order:c:2', -10), at: '2026-03-09T12:00:00Z' }, things).move).toBe('order_reduced');
		expect(tell(movement('order:c:1'), things).move).toBe('order_placed');
	});

	it('leads to documents and payments', () => {
		expect(tell(movement('invoice:f'), things)).toEqual({ move: 'invoice', name: 'F-12', href: '/cooperativa/facturas/f' });
		expect(tell(movement('credit_note:n', -5), things)).toEqual({ move: 'credit_note', name: 'NC-3', href: '/cooperativa/facturas/n' });
		expect(tell(movement('payment:p', -5), things)).toEqual({ move: 'payment', name: '', href: '/cooperativa/cobros/p' });
	});

	it('shows no code of what it does not know', () => {
		expect(tell(movement('order:unknown:1'), things).name).toBe('');
		expect(tell(movement('barter:b'), things)).toEqual({ move: 'other', name: '' });
	});
});
