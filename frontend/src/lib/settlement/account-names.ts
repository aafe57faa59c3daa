import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/**
 * An account of the ledger (`producer_payable:EL-COLMENAR`) with its kind in the reader's language. `names` has the
 * names of the organisations by their codes.
 */
export function accountName(account: string, t: Dictionary, names: ReadonlyMap<string, string> = new Map()): string {
	const words: Readonly<Record<string, string>> = { ...t.kinds.account, ...t.settlement.accountPart };
	return account
		.split(':')
		.map((part) => words[part] ?? names.get(part) ?? part)
		.join(' · ');
}
