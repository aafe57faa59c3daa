import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** An account of the ledger (`producer_payable:EL-COLMENAR`) with its kind in the reader's language. */
export function accountName(account: string, t: Dictionary): string {
	const words: Readonly<Record<string, string>> = { ...t.kinds.account, ...t.settlement.accountPart };
	return account
		.split(':')
		.map((part) => words[part] ?? part)
		.join(' · ');
}
