import type { states as es } from '#lib/app/i18n/es/states.ts';

export const states: typeof es = {
	certificate: { active: 'valid', suspended: 'suspended', withdrawn: 'withdrawn', expired: 'expired' },
	cycle: {
		draft: 'being prepared',
		open: 'open',
		closed: 'closed',
		allocated: 'allocated',
		published: 'published',
		delivering: 'delivering',
		delivered: 'delivered'
	},
	delivery: {
		prepared: 'prepared',
		dispatched: 'on its way',
		confirmed: 'received',
		lost: 'lost',
		refused: 'refused',
		returned: 'returned'
	},
	job: { dead: 'failed', due: 'waits its turn', waiting: 'waits for its time' },
	message: { queued: 'to be sent', sent: 'sent', refused: 'refused' },
	bank_line: { unmatched: 'to be identified', matched: 'identified', possible_duplicate: 'to be decided', duplicate: 'duplicate' },
	refund: { requested: 'to be transferred', paid: 'paid', cancelled: 'cancelled' },
	card_payment: {
		requested: 'opening the page',
		open: 'page open',
		paid: 'paid',
		expired: 'not paid',
		failed: 'could not be opened'
	},
	standing_order: { active: 'active', paused: 'paused', ended: 'ended' },
	occurrence: { due: 'to come', placed: 'placed', reduced: 'reduced', skipped: 'skipped', blocked: 'blocked' },
	order: {
		draft: 'draft',
		awaiting_approval: 'awaiting approval',
		placed: 'placed',
		in_delivery: 'in delivery',
		delivered: 'delivered',
		undelivered: 'did not arrive',
		cancelled: 'cancelled'
	},
	quota: {
		proposed: 'proposed',
		published: 'to be answered',
		accepted: 'accepted',
		amended: 'reduced',
		declined: 'declined',
		expired: 'no answer',
		frozen: 'firm',
		withdrawn: 'withdrawn',
		fulfilled: 'fulfilled',
		unfulfilled: 'not all received'
	},
	invoice: {
		draft: 'draft',
		issued: 'issued',
		partly_paid: 'partly paid',
		paid: 'paid',
		overdue: 'overdue',
		credited: 'credited',
		written_off: 'written off'
	},
	write_off: { requested: 'to be approved', approved: 'approved', cancelled: 'not approved' },
	pool: { open: 'open', closed: 'closed', settled: 'settled' },
	statement: { draft: 'draft', issued: 'issued' },
	payout: {
		prepared: 'prepared',
		approved: 'approved',
		exported: 'sent to the bank',
		confirmed: 'confirmed',
		failed: 'not carried out',
		returned: 'returned',
		cancelled: 'cancelled'
	},
	application: {
		submitted: 'received',
		in_review: 'in review',
		more_asked: 'more asked',
		approved: 'approved',
		refused: 'refused',
		withdrawn: 'withdrawn'
	}
};
