import type { Schema } from '#lib/app/api/types.ts';

type Attempt = Schema<'CardPayment'>;

/** The processor sends the buyer back to the invoice with this parameter after a payment. */
export const RETURN_PARAMETER = { name: 'tarjeta', value: 'pagada' } as const;
/** Interval between requests while a person waits. */
export const POLL_INTERVAL_MS = 1000;
/** Time after which a person is asked to come back later. */
export const MAX_WAIT_MS = 30_000;

/** The input of the card-payment panel. */
export interface PanelInput {
	/** Whether the reader may pay. */
	readonly may: boolean;
	/** What is left to pay of the invoice, in minor units. */
	readonly open: number;
	/** The newest attempt; null where there was none. */
	readonly attempt: Attempt | null;
	/** The processor sent the buyer back after paying. */
	readonly returned: boolean;
	/** Whether the maximum waiting time has passed. */
	readonly waitedLong: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** What the panel shows. */
export type Panel =
	| { readonly show: 'nothing' }
	/** Payment is possible; `after` is the result of the previous attempt. */
	| { readonly show: 'offer'; readonly after: 'expired' | NonNullable<Attempt['failure']> | null }
	/** The processor's page is being created; `slow` after the maximum waiting time. */
	| { readonly show: 'preparing'; readonly slow: boolean }
	/** The page is open; its address only for those who may pay. */
	| { readonly show: 'open'; readonly until: string; readonly url: string | null }
	/** The page has expired, and its result is being checked. */
	| { readonly show: 'closing' }
	/** The buyer paid, and the confirmation is pending. */
	| { readonly show: 'confirming'; readonly slow: boolean }
	| { readonly show: 'paid' };

const NOTHING: Panel = { show: 'nothing' };

/** The state of the card-payment panel. */
export function panel({ may, open, attempt, returned, waitedLong, now }: PanelInput): Panel {
	const offer = (after: (Panel & { show: 'offer' })['after']): Panel => (may && open > 0 ? { show: 'offer', after } : NOTHING);
	switch (attempt?.state) {
		case 'requested':
			return returned ? { show: 'confirming', slow: waitedLong } : { show: 'preparing', slow: waitedLong };
		case 'open': {
			if (returned) return { show: 'confirming', slow: waitedLong };
			if (Date.parse(attempt.expires_at) <= now) return { show: 'closing' };
			return { show: 'open', until: attempt.expires_at, url: may ? webAddress(attempt.checkout_url) : null };
		}
		case 'paid':
			return returned ? { show: 'paid' } : offer(null);
		case 'expired':
			return offer('expired');
		case 'failed':
			return offer(attempt.failure ?? 'no_answer');
		default:
			return offer(null);
	}
}

/** Whether the panel changes without an action of the reader. */
export const isWaiting = (shown: Panel): boolean => (shown.show === 'preparing' || shown.show === 'confirming') && !shown.slow;

/** Returns an http(s) address, null for anything else. */
export function webAddress(url: string | undefined): string | null {
	if (url === undefined || !URL.canParse(url)) return null;
	return ['https:', 'http:'].includes(new URL(url).protocol) ? url : null;
}
