import { describe, expect, it } from 'vitest';
import { csvCell, toCsv, type CsvCell } from './csv.ts';

describe('csv', () => {
	it('quotes what would break a row', () => {
		expect(toCsv('en', ['a', 'b'], [['uno, dos', 'dijo "sí"']])).toBe('a,b\r\n"uno, dos","dijo ""sí"""\r\n');
		expect(toCsv('es', ['a', 'b'], [['uno; dos', 'y\ntres']])).toBe('a;b\r\n"uno; dos";"y\ntres"\r\n');
	});

	it('writes columns and numbers as a spreadsheet program in that language reads them', () => {
		const row = ['Licor', -1250, 0.315, { amount: -123456, currency: 'CLP' }, { amount: 123405, currency: 'USD' }];
		expect(toCsv('es', ['Producto', 'Unidades', 'Tasa', 'Pesos', 'Dólares'], [row])).toBe(
			'Producto;Unidades;Tasa;Pesos;Dólares\r\nLicor;-1250;0,315;-123456;1234,05\r\n'
		);
		expect(toCsv('en', ['Product', 'Units', 'Rate', 'Pesos', 'Dollars'], [row])).toBe(
			'Product,Units,Rate,Pesos,Dollars\r\nLicor,-1250,0.315,-123456,1234.05\r\n'
		);
	});

	it.each(['es', 'en'] as const)('never hands a spreadsheet a formula in %s, and leaves numbers alone', (language) => {
		const formulas = ['=SUM(A1)', '@x', '+1', '-1', '\tx', '＝A1', '＋1', '－1', '＠x', "'=A1", "''+1"];
		for (const text of formulas) expect(csvCell(text, language).replace(/^"/, '')).toMatch(/^'/);
		expect(csvCell("'=A1", language)).toBe("''=A1");
		const plain: readonly (readonly [CsvCell, string])[] = [
			[-5, '-5'],
			[null, ''],
			[undefined, ''],
			["d'Aysén", "d'Aysén"]
		];
		for (const [value, written] of plain) expect(csvCell(value, language)).toBe(written);
	});
});
