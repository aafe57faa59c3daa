import { describe, expect, it } from 'vitest';
import { safeReturn, toggleParam, withParam } from './url.ts';

const at = (path: string) => ({ href: `https://minga.example${path}` });

describe('address', () => {
	it('sets, replaces and removes a parameter and goes back to the first page', () => {
		expect(withParam(at('/catalogo?q=miel&after=x'), 'q', 'queso')).toBe('/catalogo?q=queso');
		expect(withParam(at('/catalogo?q=miel'), 'q', '')).toBe('/catalogo');
		expect(withParam(at('/catalogo?q=miel'), 'after', 'c2')).toBe('/catalogo?q=miel&after=c2');
	});

	it('switches one of several values', () => {
		expect(toggleParam(at('/c?family=miel'), 'family', 'queso')).toBe('/c?family=miel&family=queso');
		expect(toggleParam(at('/c?family=miel&family=queso'), 'family', 'miel')).toBe('/c?family=queso');
	});

	it('never leads out of the app', () => {
		expect(safeReturn('/compras/pedidos?x=1', '/')).toBe('/compras/pedidos?x=1');
		for (const bad of ['https://evil.example', '//evil.example', '/\\evil.example', '/\n/evil', null]) {
			expect(safeReturn(bad, '/')).toBe('/');
		}
	});
});
