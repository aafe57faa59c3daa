import { describe, expect, it } from 'vitest';
import { currentPath } from './moved-addresses.ts';

describe('currentPath', () => {
	it('leads from a former address to the present one', () => {
		expect(currentPath('/cuota')).toBe('/encargo');
		expect(currentPath('/first-run/')).toBe('/primera-cuenta');
	});

	it('leaves every other address as it is', () => {
		expect(currentPath('/catalogo/')).toBe('/catalogo/');
		expect(currentPath('/')).toBe('/');
		expect(currentPath('/toString')).toBe('/toString');
	});
});
