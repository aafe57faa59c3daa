/** The kinds of files, by name without extension, in the order in which an import reads them (docs/import.md). */
export const KINDS = [
	'seasons',
	'decisions',
	'segments',
	'zones',
	'families',
	'organisations',
	'people',
	'buyers',
	'delivery_points',
	'workshops',
	'shares',
	'authorisations',
	'pauses',
	'products',
	'offers',
	'certificates',
	'prices',
	'cycles',
	'standing_orders',
	'standing_order_pauses',
	'orders',
	'arrivals'
] as const;

export type Kind = (typeof KINDS)[number];

/** The one file of an export that cannot be imported: the ledger, for hledger. */
export const LEDGER = 'ledger.journal';

/** Total size of the files of one import, in bytes. */
export const MAX_BYTES = 8 * 1024 * 1024;

/** The kind of a file by its name; undefined for an unknown name. */
export function kindOf(name: string): Kind | undefined {
	return KINDS.find((kind) => name === `${kind}.csv`);
}

/** Position of a file in the order in which an import reads them; -1 for an unknown name. */
export function orderOf(name: string): number {
	return KINDS.findIndex((kind) => name === `${kind}.csv`);
}

/** Adds files to the chosen ones, replacing those of the same name, in the order in which an import reads them. */
export function withFiles<F extends { readonly name: string }>(chosen: readonly F[], more: readonly F[]): F[] {
	const byName = new Map([...chosen, ...more].map((file) => [file.name, file]));
	// Unknown files come first, because they have to be corrected.
	return [...byName.values()].sort((a, b) => orderOf(a.name) - orderOf(b.name) || a.name.localeCompare(b.name));
}

/** Why these files cannot be sent; undefined if they can. */
export function sendBlocker(files: readonly { readonly name: string; readonly size: number }[]): 'none' | 'unknown' | 'large' | undefined {
	if (files.length === 0) return 'none';
	if (files.some(({ name }) => !kindOf(name))) return 'unknown';
	return files.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES ? 'large' : undefined;
}
