import { describe, expect, it } from 'vitest';
import { afterSignIn, areaAt, entryFor, signInAddress, type OrganisationKind, type Session } from './areas.ts';

function sessionOf(...kinds: OrganisationKind[]): Session {
	const organisations = kinds.map((kind, index) => ({ id: `o${index}`, kind, name: kind, roles: ['staff' as const] }));
	return {
		demo: false,
		organisation_id: 'o0',
		organisations,
		person: { id: 'p', name: 'Ana', email: 'ana@example.cl', language: 'es' },
		roles: ['staff']
	};
}

describe('doors', () => {
	it('leads to the own area, or back to where one was', () => {
		expect(afterSignIn(sessionOf('buyer'), null)).toBe('/compras');
		expect(afterSignIn(sessionOf('buyer'), '/compras/pedidos?after=x')).toBe('/compras/pedidos?after=x');
		expect(afterSignIn(sessionOf('buyer'), '/catalogo')).toBe('/catalogo');
	});

	it('does not lead through a area of others, nor out of the app', () => {
		expect(afterSignIn(sessionOf('buyer'), '/cooperativa/ciclos')).toBe('/compras');
		expect(afterSignIn(sessionOf('producer'), 'https://evil.example')).toBe('/taller');
		expect(afterSignIn(sessionOf('producer', 'buyer'), '/compras?x=1')).toBe('/compras?x=1');
	});

	it('knows whose area an address is', () => {
		expect(areaAt('/taller')).toBe('producer');
		expect(areaAt('/cooperativa/ciclos/1')).toBe('cooperative');
		expect(areaAt('/comprasonline')).toBeUndefined();
	});

	it('opens, switches or refuses', () => {
		expect(entryFor(sessionOf('buyer'), 'buyer')).toEqual({ go: 'in' });
		expect(entryFor(sessionOf('buyer', 'producer'), 'producer')).toEqual({ go: 'switch', to: 'o1' });
		expect(entryFor(sessionOf('buyer'), 'cooperative')).toEqual({ go: 'refused' });
	});

	it('remembers where one came from', () => {
		expect(signInAddress('/compras/pedidos?x=1')).toBe('/ingresar?volver=%2Fcompras%2Fpedidos%3Fx%3D1');
		expect(signInAddress('/')).toBe('/ingresar');
	});
});
