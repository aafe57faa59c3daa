import type { Dictionary } from '#lib/i18n/index.svelte.ts';

/** An account of the ledger (`producer_payable:EL-COLMENAR`) with its kind in the reader's language. */
export function accountWords(account: string, t: Dictionary): string {
	const words = t.kinds.account as Record<string, string>;
	return account
		.split(':')
		.map((part) => words[part] ?? part)
		.join(' · ');
}
