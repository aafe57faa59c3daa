import { expect, it } from 'vitest';
import { en, es } from '#lib/i18n/whole.ts';
import { taxName } from './tax';

it('names a tax by what it is and its rate', () => {
	expect(taxName({ code: 'vat', rate_bps: 1_900 }, es, 'es').replaceAll(/\s/g, ' ')).toBe('IVA 19%');
	expect(taxName({ code: '24', rate_bps: 3_150 }, es, 'es').replaceAll(/\s/g, ' ')).toBe('Impuesto adicional 24, 31,5%');
	expect(taxName({ code: '24', rate_bps: 3_150 }, en, 'en')).toBe('Additional tax 24, 31.5%');
});
