import type { Dictionary } from '#lib/app/i18n/index.svelte.ts';

/** How a state is shown. */
export type Tone = 'neutral' | 'active' | 'success' | 'warning' | 'danger';

/** The kinds of records that have states, by their key in the texts. */
export type Entity = keyof Dictionary['states'];

const TONES: { [K in Entity]: Record<keyof Dictionary['states'][K], Tone> } = {
	certificate: { active: 'success', suspended: 'warning', withdrawn: 'danger', expired: 'danger' },
	cycle: {
		draft: 'neutral',
		open: 'active',
		closed: 'warning',
		allocated: 'warning',
		published: 'active',
		delivering: 'active',
		delivered: 'success'
	},
	delivery: { prepared: 'neutral', dispatched: 'active', confirmed: 'success', lost: 'danger', refused: 'danger', returned: 'danger' },
	job: { dead: 'danger', due: 'active', waiting: 'neutral' },
	message: { queued: 'neutral', sent: 'success', refused: 'danger' },
	card_payment: { requested: 'active', open: 'active', paid: 'success', expired: 'neutral', failed: 'danger' },
	bank_line: { unmatched: 'warning', matched: 'success', possible_duplicate: 'warning', duplicate: 'neutral' },
	refund: { requested: 'warning', paid: 'success', cancelled: 'neutral' },
	standing_order: { active: 'success', paused: 'warning', ended: 'neutral' },
	occurrence: { due: 'neutral', placed: 'success', reduced: 'warning', skipped: 'neutral', blocked: 'danger' },
	order: {
		draft: 'neutral',
		awaiting_approval: 'warning',
		placed: 'active',
		in_delivery: 'active',
		delivered: 'success',
		undelivered: 'danger',
		cancelled: 'danger'
	},
	quota: {
		proposed: 'neutral',
		published: 'warning',
		accepted: 'success',
		amended: 'warning',
		declined: 'danger',
		expired: 'danger',
		frozen: 'success',
		withdrawn: 'danger',
		fulfilled: 'success',
		unfulfilled: 'warning'
	},
	invoice: {
		draft: 'neutral',
		issued: 'active',
		partly_paid: 'warning',
		paid: 'success',
		overdue: 'danger',
		credited: 'neutral',
		written_off: 'neutral'
	},
	write_off: { requested: 'warning', approved: 'success', cancelled: 'neutral' },
	pool: { open: 'active', closed: 'warning', settled: 'success' },
	statement: { draft: 'neutral', issued: 'success' },
	payout: {
		prepared: 'neutral',
		approved: 'active',
		exported: 'warning',
		confirmed: 'success',
		failed: 'danger',
		returned: 'danger',
		cancelled: 'neutral'
	},
	application: {
		submitted: 'active',
		in_review: 'active',
		more_asked: 'warning',
		approved: 'success',
		refused: 'danger',
		withdrawn: 'neutral'
	}
};

/** The tone of a state; neutral for a state that this version does not know. */
export function toneOf(entity: Entity, state: string): Tone {
	return (TONES[entity] as Record<string, Tone>)[state] ?? 'neutral';
}
