/** Files that a page hands out, truly saved and read. */
import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';

/** A downloaded file. */
export interface Saved {
	readonly name: string;
	readonly bytes: Buffer;
}

/** Presses what saves a file, and reads the file. */
export async function save(page: Page, button: Locator): Promise<Saved> {
	const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
	return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The rows of a CSV file whose cells hold neither commas nor line breaks. */
export function csvRows(bytes: Buffer): string[][] {
	return bytes
		.toString('utf8')
		.replace(/^\ufeff/, '')
		.trimEnd()
		.split(/\r?\n/)
		.map((line) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1')));
}

const CENTRAL_ENTRY = 0x02014b50;
const END_OF_CENTRAL = 0x06054b50;
const DEFLATED = 8;

/** The parts of a ZIP archive by name, read from its central directory. */
function unzip(bytes: Buffer): Map<string, string> {
	const parts = new Map<string, string>();
	let end = bytes.length - 22;
	while (end > 0 && bytes.readUInt32LE(end) !== END_OF_CENTRAL) end -= 1;
	let at = bytes.readUInt32LE(end + 16);
	while (bytes.readUInt32LE(at) === CENTRAL_ENTRY) {
		const [name, extra, comment] = [28, 30, 32].map((from) => bytes.readUInt16LE(at + from)) as [number, number, number];
		const local = bytes.readUInt32LE(at + 42);
		const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
		const content = bytes.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(packed) : packed;
		parts.set(bytes.toString('utf8', at + 46, at + 46 + name), content.toString('utf8'));
		at += 46 + name + extra + comment;
	}
	return parts;
}

const plain = (xml: string): string =>
	xml
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&amp;', '&');

/** The cells of a workbook's first sheet, row by row, as it stores them: texts and numbers. */
export function sheetRows(bytes: Buffer): string[][] {
	const parts = unzip(bytes);
	const shared = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, text = '']) => plain(text));
	const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
	return [...sheet.matchAll(/<row\b[^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
		[...row.matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].map(([, facts = '', content = '']) =>
			facts.includes('t="s"') ? (shared[Number(plain(content))] ?? '') : plain(content)
		)
	);
}
