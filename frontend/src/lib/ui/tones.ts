import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** How a state is shown. */
export type Tone = 'neutral' | 'live' | 'good' | 'care' | 'bad';

/** The kinds of records that have states, by their key in the texts. */
export type Entity = keyof Dictionary['states'];

const TONES: { [K in Entity]: Record<keyof Dictionary['states'][K], Tone> } = {
	certificate: { active: 'good', suspended: 'care', withdrawn: 'bad', expired: 'bad' },
	cycle: {
		draft: 'neutral',
		open: 'live',
		closed: 'care',
		allocated: 'care',
		published: 'live',
		delivering: 'live',
		delivered: 'good'
	},
	delivery: { prepared: 'neutral', dispatched: 'live', confirmed: 'good' },
	job: { dead: 'bad', due: 'live', waiting: 'neutral' },
	message: { queued: 'neutral', sent: 'good', refused: 'bad' },
	card_payment: { requested: 'live', open: 'live', paid: 'good', expired: 'neutral', failed: 'bad' },
	bank_line: { unmatched: 'care', matched: 'good', ignored: 'neutral' },
	standing_order: { active: 'good', paused: 'care', ended: 'neutral' },
	occurrence: { due: 'neutral', placed: 'good', reduced: 'care', skipped: 'neutral', blocked: 'bad' },
	order: {
		draft: 'neutral',
		awaiting_approval: 'care',
		placed: 'live',
		in_delivery: 'live',
		delivered: 'good',
		cancelled: 'bad'
	},
	quota: {
		proposed: 'neutral',
		published: 'care',
		accepted: 'good',
		amended: 'care',
		declined: 'bad',
		expired: 'bad',
		frozen: 'good',
		withdrawn: 'bad',
		fulfilled: 'good'
	},
	invoice: { draft: 'neutral', issued: 'live', partly_paid: 'care', paid: 'good', overdue: 'bad', credited: 'neutral' },
	pool: { open: 'live', closed: 'care', settled: 'good' },
	statement: { draft: 'neutral', issued: 'good' },
	payout: { prepared: 'neutral', approved: 'live', exported: 'care', confirmed: 'good', failed: 'bad' },
	application: { submitted: 'live', in_review: 'live', more_asked: 'care', approved: 'good', refused: 'bad' }
};

/** The tone of a state; neutral for a state that this version does not know. */
export function toneOf(entity: Entity, state: string): Tone {
	return (TONES[entity] as Record<string, Tone>)[state] ?? 'neutral';
}
