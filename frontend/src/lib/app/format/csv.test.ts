import { describe, expect, it } from 'vitest';
import { csvCell, toCsv } from './csv.ts';

describe('csv', () => {
	it('quotes what would break a row', () => {
		expect(toCsv(['a', 'b'], [['uno, dos', 'dijo "sí"']])).toBe('a,b\r\n"uno, dos","dijo ""sí"""\r\n');
	});

	it('never hands a spreadsheet a formula, and leaves numbers alone', () => {
		expect(csvCell('=SUM(A1)')).toBe("'=SUM(A1)");
		expect(csvCell('@x')).toBe("'@x");
		expect(csvCell(-5)).toBe('-5');
		expect(csvCell(null)).toBe('');
	});
});
