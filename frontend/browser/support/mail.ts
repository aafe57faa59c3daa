/** The mail that a server has sent. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The link to its quotas in the newest mail to an address since a moment, or nothing while none has come. */
export const quotaLink = (folder: string, address: string, since: number): Promise<string | null> =>
	mailedLink(folder, address, since, 'encargo');

/** The link to a page, with its secret, in the newest mail to an address since a moment, or nothing while none has come. */
export async function mailedLink(folder: string, address: string, since: number, page: string): Promise<string | null> {
	const names = await readdir(folder).catch(() => []);
	const mails = await Promise.all(
		// What is still being written has another name.
		names
			.filter((name) => name.endsWith('.eml'))
			.map(async (name) => {
				const path = join(folder, name);
				return { at: (await stat(path)).mtimeMs, source: await readFile(path, 'utf8') };
			})
	);
	const links = mails
		.filter(({ at, source }) => at >= since && source.includes(`<${address}>`))
		.toSorted((a, b) => b.at - a.at)
		.map(({ source }) => new RegExp(`\\S+/${page}[^\\s#]*#\\S+`).exec(plainText(source))?.[0]);
	return links.find((link) => link !== undefined) ?? null;
}

/** The plain text of a message, whichever of the two ways it is written for the road. */
function plainText(source: string): string {
	const [, part = ''] = source.split('Content-Type: text/plain');
	const [head = '', ...rest] = part.split('\r\n\r\n');
	const body = rest.join('\r\n\r\n').split('\r\n--')[0] ?? '';
	if (head.includes('base64')) return Buffer.from(body, 'base64').toString();
	const bytes = body
		.replaceAll('=\r\n', '')
		.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
	return Buffer.from(bytes, 'latin1').toString();
}
