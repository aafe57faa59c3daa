import { describe, expect, it } from 'vitest';
import { isAt, type Place } from './navigation';

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
});
