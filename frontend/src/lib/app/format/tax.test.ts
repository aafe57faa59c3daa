import { expect, it } from 'vitest';
import { en, es } from '#lib/app/i18n/all-texts.ts';
import { taxName } from './tax.ts';

it('names a tax by what it is and its rate', () => {
	expect(taxName({ code: 'vat', rate_bps: 1_900 }, es, 'es').replaceAll(/\s/g, ' ')).toBe('IVA 19%');
	expect(taxName({ code: '24', rate_bps: 3_150 }, es, 'es').replaceAll(/\s/g, ' ')).toBe('Impuesto adicional a licores (31,5%)');
	expect(taxName({ code: '24', rate_bps: 3_150 }, en, 'en')).toBe('Additional tax on liqueurs (31.5%)');
	expect(taxName({ code: '99', rate_bps: 500 }, en, 'en')).toBe('Additional tax 99 (5%)');
});
