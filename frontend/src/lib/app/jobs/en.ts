import type { texts as es } from './es.ts';

export const texts: typeof es = {
	jobs: 'Jobs',
	jobsLead:
		'What follows by itself from what people do. What failed several times waits here: look at the cause and give it another chance.',
	job: 'Job',
	since: (when: string) => `since ${when}`,
	dueAt: 'When',
	party: 'Whose',
	attempts: 'Tries',
	interruptions: (n: string) => (n === '1' ? 'interrupted once' : `interrupted ${n} times`),
	lastError: 'What failed',
	jobsNone: { dead: 'Nothing has failed', due: 'Nothing waits for its turn', waiting: 'Nothing waits for its time' },
	jobsNoneDetail: 'Jobs that are done are not shown.',
	retryJob: 'Try again',
	jobRetried: 'The job starts again.',
	jobKinds: {
		'cycles.prepare': 'prepare the next cycles',
		'cycles.open': 'open a cycle',
		'cycles.close': 'close a cycle',
		'orders.retry_cuts': 'complete reduced orders',
		'orders.block_missed_dates': 'end dates without a delivery',
		'payments.open_checkout': 'open a card payment',
		'payments.look_at_checkout': 'look at a card payment',
		'payments.read_card_event': 'read an event of the card processor',
		'settlement.close_pools': 'close pools',
		'platform.delete_old_rows': 'delete what has served its time',
		'orders.materialise': 'place standing orders',
		'allocation.run': 'split a cycle',
		'allocation.rerun': 'split a cycle again',
		'allocation.expire': 'end the time to answer quotas',
		'invoicing.issue_invoice': 'issue an invoice',
		'invoicing.render_invoice': 'make the PDF of a document',
		'invoicing.invoice_month': 'invoice the month',
		'invoicing.mark_overdue': 'mark overdue invoices',
		'settlement.render_statement': 'make the PDF of a statement',
		'notifications.send_message': 'send a mail',
		'search.refresh_index': 'bring search up to date'
	}
};
