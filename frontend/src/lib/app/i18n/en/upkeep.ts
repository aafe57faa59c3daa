import type { Dictionary } from '#lib/app/i18n/es/index.ts';

export const upkeep: Dictionary['upkeep'] = {
	group: 'Upkeep',
	jobs: 'Jobs',
	jobsLead:
		'What follows by itself from what people do. What failed several times waits here: look at the cause and give it another chance.',
	job: 'Job',
	since: (when: string) => `since ${when}`,
	dueAt: 'When',
	attempts: 'Tries',
	lastError: 'What failed',
	jobsNone: { dead: 'Nothing has failed', due: 'Nothing waits for its turn', waiting: 'Nothing waits for its time' },
	jobsNoneDetail: 'Jobs that are done are not shown.',
	again: 'Try again',
	againSaid: 'The job starts again.',
	jobKinds: {
		'cycles.prepare': 'prepare the next cycles',
		'cycles.open': 'open a cycle',
		'cycles.close': 'close a cycle',
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
	},
	messages: 'Mail',
	messagesLead: 'What Minga told each person. A refused mail is mostly a misspelt address: correct it under People.',
	messagesNone: 'There is no mail here',
	messagesNoneDetail: 'It is written by itself: when there are quotas, deliveries, invoices, statements or payouts.',
	reader: 'To whom',
	about: 'About',
	messageKinds: {
		quotas_published: 'quotas to answer',
		quotas_expired: 'quotas without an answer',
		quotas_withdrawn: 'quotas withdrawn',
		quotas_reduced: 'quotas lowered',
		occurrence_decided: 'standing order incomplete',
		shortage_recorded: 'shortage in an order',
		delivery_dispatched: 'delivery on its way',
		document_filed: 'invoice or credit note',
		invoice_overdue: 'overdue invoice',
		statement_filed: 'statement',
		payout_confirmed: 'payout confirmed',
		bank_account_changed: 'bank account changed'
	}
};
