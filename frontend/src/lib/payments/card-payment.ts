import type { Schema } from '#lib/app/api/types.ts';

type Attempt = Schema<'CardPayment'>;

/** The processor sends the buyer back to the invoice with this in the address, once the card was taken. */
export const RETURN_PARAMETER = { name: 'tarjeta', value: 'pagada' } as const;
/** How often the server is asked while a person waits. */
export const POLL_INTERVAL_MS = 1000;
/** How long a person is kept waiting before being told to come back. */
export const MAX_WAIT_MS = 30_000;

/** What an invoice, its last attempt and the address tell of paying by card. */
export interface PanelInput {
	/** Whoever looks may also pay. */
	readonly may: boolean;
	/** What is left to pay of the invoice, in minor units. */
	readonly open: number;
	/** The newest attempt; null where there was none. */
	readonly attempt: Attempt | null;
	/** The processor sent the buyer back after paying. */
	readonly returned: boolean;
	/** The wait has lasted as long as anybody is kept waiting. */
	readonly waitedLong: boolean;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** What the panel shows. */
export type Panel =
	| { readonly show: 'nothing' }
	/** It may be paid; `after` says what became of the try before. */
	| { readonly show: 'offer'; readonly after: 'expired' | NonNullable<Attempt['failure']> | null }
	/** The processor is being asked for its page; `slow` when that takes longer than one waits. */
	| { readonly show: 'preparing'; readonly slow: boolean }
	/** The page is open; the way there only for who may pay. */
	| { readonly show: 'open'; readonly until: string; readonly url: string | null }
	/** The time of the page is over, and what became of it is being asked. */
	| { readonly show: 'closing' }
	/** The buyer paid, and the processor's word is awaited. */
	| { readonly show: 'confirming'; readonly slow: boolean }
	| { readonly show: 'paid' };

const NOTHING: Panel = { show: 'nothing' };

/** What to show of paying an invoice by card. */
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

/** Whether what is shown changes by waiting. */
export const isWaiting = (shown: Panel): boolean => (shown.show === 'preparing' || shown.show === 'confirming') && !shown.slow;

/** An address that a browser may be led to: nothing but the web. */
export function webAddress(url: string | undefined): string | null {
	if (url === undefined || !URL.canParse(url)) return null;
	return ['https:', 'http:'].includes(new URL(url).protocol) ? url : null;
}
