import { minorDigits, type Language, type Money } from './money.ts';

/** The value of a cell: a text, a number, an amount of money, or nothing. */
export type CsvCell = string | number | Money | null | undefined;

interface Dialect {
	readonly separator: string;
	readonly decimalPoint: string;
}

/** What a spreadsheet program expects in each language: where the comma is decimal, semicolons separate the cells. */
const DIALECTS: Record<Language, Dialect> = {
	es: { separator: ';', decimalPoint: ',' },
	en: { separator: ',', decimalPoint: '.' }
};

/** A text that a spreadsheet would run as a formula, as the server's exports know it. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * One cell of a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers and amounts are written without grouping or currency, also negative ones.
 */
export function csvCell(value: CsvCell, language: Language): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number') return decimal(String(value), language);
	if (typeof value === 'object') return csvMoney(value, language);
	const safe = FORMULA.test(value) ? `'${value}` : value;
	return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvMoney({ amount, currency }: Money, language: Language): string {
	const digits = minorDigits(currency);
	return decimal((amount / 10 ** digits).toFixed(digits), language);
}

function decimal(written: string, language: Language): string {
	return written.replace('.', DIALECTS[language].decimalPoint);
}

/** A CSV file with its header row, as a spreadsheet program in this language reads it. */
export function toCsv(language: Language, header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
	const { separator } = DIALECTS[language];
	return [header, ...rows].map((row) => row.map((cell) => csvCell(cell, language)).join(separator) + '\r\n').join('');
}

/** Downloads a text as a file. */
export function downloadFile(name: string, type: string, text: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	URL.revokeObjectURL(url);
}

/** Downloads a table as a CSV file, with a byte order mark so that spreadsheets read it as UTF-8. */
export function downloadCsv(name: string, language: Language, header: readonly string[], rows: readonly (readonly CsvCell[])[]): void {
	downloadFile(name, 'text/csv', `\ufeff${toCsv(language, header, rows)}`);
}
