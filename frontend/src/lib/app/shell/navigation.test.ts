import { describe, expect, it } from 'vitest';
import { isAt, type Place } from './navigation.ts';

const place = (href: string): Place => ({ href, label: () => href, icon: 'jar' });

describe('isAt', () => {
	const all = [place('/compras'), place('/compras/pedidos')];

	it('lights one entry, the closest', () => {
		const lit = (path: string) => all.filter((entry) => isAt(entry, path, all)).map((entry) => entry.href);
		expect(lit('/compras')).toEqual(['/compras']);
		expect(lit('/compras/pedidos/7')).toEqual(['/compras/pedidos']);
		expect(lit('/compras/otra')).toEqual(['/compras']);
		expect(lit('/compraslejos')).toEqual([]);
	});

	it('lights the entry from which a page beside it is reached', () => {
		const beside = [place('/compras'), { ...place('/compras/pedidos'), beside: ['/compras/recibos'] }];
		expect(beside.filter((entry) => isAt(entry, '/compras/recibos', beside)).map(({ href }) => href)).toEqual(['/compras/pedidos']);
	});
});
