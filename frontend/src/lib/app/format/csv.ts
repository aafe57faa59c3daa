/**
 * One cell of a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers are written plainly, also negative ones.
 */
export function csvCell(value: string | number | null | undefined): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number') return String(value);
	const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A CSV file (RFC 4180) with its header row. */
export function toCsv(header: readonly string[], rows: readonly (readonly (string | number | null | undefined)[])[]): string {
	return [header, ...rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('');
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

/** Downloads a CSV file, with a byte order mark so that spreadsheets read it as UTF-8. */
export function downloadCsv(name: string, text: string): void {
	downloadFile(name, 'text/csv', `\ufeff${text}`);
}
