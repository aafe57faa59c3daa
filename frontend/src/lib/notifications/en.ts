import type { texts as es } from './es.ts';

export const texts: typeof es = {
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
		order_warning: 'notice about an order',
		recall_opened: 'safety recall',
		recall_lifted: 'recall lifted',
		delivery_dispatched: 'delivery on its way',
		document_filed: 'invoice or credit note',
		invoice_overdue: 'overdue invoice',
		statement_filed: 'statement',
		payout_confirmed: 'payout confirmed',
		earnings_corrected: 'change of earnings',
		payout_failed: 'payout that did not arrive',
		bank_account_changed: 'bank account changed',
		application_submitted: 'application received',
		application_in_review: 'application in review',
		application_more_asked: 'question to an applicant',
		application_approved: 'application approved',
		application_refused: 'application refused',
		application_withdrawn: 'application withdrawn'
	}
};
