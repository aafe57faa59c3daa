/** What files may hold, by the name without its ending, in the order in which an import reads them (docs/import.md). */
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

/** The file of an export that is none of an import: the ledger, for hledger. */
export const LEDGER = 'ledger.journal';

/** Bytes that all files of one import hold together at most. */
export const MAX_BYTES = 8 * 1024 * 1024;

/** What a file holds by its name; nothing where the name says nothing. */
export function kindOf(name: string): Kind | undefined {
	return KINDS.find((kind) => name === `${kind}.csv`);
}

/** Position of a file in the order in which an import reads them; -1 for an unknown name. */
export function orderOf(name: string): number {
	return KINDS.findIndex((kind) => name === `${kind}.csv`);
}

/** The files chosen so far and some more: one of the same name takes the place of the former. In the order of reading. */
export function withFiles<F extends { readonly name: string }>(chosen: readonly F[], more: readonly F[]): F[] {
	const byName = new Map([...chosen, ...more].map((file) => [file.name, file]));
	// Files that are not known come first: they are what is to be mended.
	return [...byName.values()].sort((a, b) => orderOf(a.name) - orderOf(b.name) || a.name.localeCompare(b.name));
}

/** What keeps these files from being sent, or nothing. */
export function sendBlocker(files: readonly { readonly name: string; readonly size: number }[]): 'none' | 'unknown' | 'large' | undefined {
	if (files.length === 0) return 'none';
	if (files.some(({ name }) => !kindOf(name))) return 'unknown';
	return files.reduce((sum, { size }) => sum + size, 0) > MAX_BYTES ? 'large' : undefined;
}
