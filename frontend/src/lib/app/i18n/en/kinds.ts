import type { kinds as es } from '#lib/app/i18n/es/kinds.ts';

export const kinds: typeof es = {
	organisation: { cooperative: 'cooperative', producer: 'producer', buyer: 'buyer' },
	role: { admin: 'administration', staff: 'daily work', viewer: 'looks only', quality: 'quality', finance: 'finance' },
	tax_status: { issues_documents: 'issues documents', exempt: 'exempt from VAT', none: 'not registered for tax' },
	bank_account: { checking: 'current account', sight: 'sight account', savings: 'savings account' },
	invoicing_terms: { per_delivery: 'one invoice per delivery', monthly: 'one invoice a month' },
	net_unit: { g: 'g', ml: 'ml', unit: 'pcs' },
	storage: { ambient: 'cool and dry', chilled: 'chilled, 0–5 °C', frozen: 'frozen, −18 °C' },
	price_source: { list: 'price list', agreed: 'agreed price' },
	arrival_source: { api: 'entered', csv: 'from a file' },
	bound_by: {
		level: 'reached the fair level',
		product_capacity: 'its capacity is full',
		workshop_limit: 'reached its limit for the week',
		certificate: 'no valid certificate',
		authorisation: 'no valid sanitary authorisation',
		harvest: 'out of harvest',
		pause: 'on a pause',
		minimum_batch: 'below its minimum batch',
		pin: 'quantity fixed by the cooperative',
		no_demand: 'nobody ordered what it makes'
	},
	unmet_reason: {
		capacity: 'too little capacity',
		minimum_batch: 'below the minimum batch',
		rounding: 'whole lots do not fit the limits',
		pin: 'quantity fixed by the cooperative',
		no_maker: 'no workshop can make it'
	},
	carried: {
		published: 'quota published',
		accepted: 'goods accepted',
		declined: 'quota declined',
		expired: 'quota not answered',
		rejected: 'goods rejected for quality',
		released: 'quota that no longer counts',
		credit: 'credit of a newcomer'
	},
	rejection: {
		quality: 'not as the protocol asks',
		damaged: 'damaged',
		surplus: 'more than the quota',
		missing: 'not brought'
	},
	shortage: {
		not_allocated: 'nobody could make it',
		declined: 'the workshop could not, nor anybody else',
		rejected: 'not accepted at receipt',
		not_delivered: 'not delivered',
		suspended: 'certificate suspended',
		lost: 'lost on the way',
		refused: 'not accepted at the place of delivery',
		returned: 'could not be delivered and came back',
		relieved: 'it comes after all: another order was cancelled'
	},
	quota_change: {
		amended: 'the workshop makes part of it',
		declined: 'the workshop does not make it',
		expired: 'there was no answer in time',
		capacity: 'the workshop can make less in a week',
		order_cancelled: 'an order was cancelled after the cut-off',
		certificate: 'the certificate is no longer valid',
		authorisation: 'the sanitary authorisation is no longer valid',
		harvest: 'out of harvest',
		pause: 'the workshop pauses'
	},
	invoice: { invoice: 'invoice', credit_note: 'credit note' },
	payment_method: { transfer: 'transfer', card: 'card' },
	card_failure: {
		no_answer: 'Stripe did not answer',
		refused: 'Stripe refused the charge',
		key_refused: 'Stripe does not take the key of this installation'
	},
	statement_line: {
		share: 'share of the pool',
		sale_vat: 'Taxes of the sale',
		commission: 'commission',
		commission_vat: 'VAT of the commission',
		carried: 'brought forward'
	},
	account: {
		receivable: 'receivable',
		bank: 'bank',
		sales_clearing: 'sales to be shared out',
		vat: 'VAT',
		producer_payable: 'payable to producers',
		producer_pending: 'earned, not yet paid by the buyer',
		commission: 'commission',
		commission_vat: 'VAT of the commission',
		unallocated: 'payments to be applied',
		payout_clearing: 'payouts on their way',
		card_clearing: 'cards to be paid out',
		card_fees: 'cost of cards',
		stock: 'the cooperative’s stock',
		cash: 'cash',
		stock_sales: 'sales of stock',
		stock_tax: 'taxes of the sales of stock',
		stock_cost: 'cost of the stock sold',
		stock_losses: 'losses of stock',
		stock_given: 'stock given away',
		rounding: 'rounding'
	},
	entry: {
		invoice_issued: 'invoice issued',
		credit_note_issued: 'credit note issued',
		payment_received: 'payment received',
		payment_applied: 'payment applied',
		payment_released: 'payment released',
		pool_closed: 'pool closed',
		earnings_payable: 'earnings payable',
		payout_sent: 'payout sent',
		payout_confirmed: 'payout confirmed',
		payout_failed: 'payout returned',
		card_settled: 'card payout',
		stock_received: 'stock received',
		stock_disposed: 'stock disposed of',
		stock_disposal_reversed: 'disposal of stock reversed'
	},
	bank_file: { pain001: 'ISO 20022 (pain.001)', nomina_bci: 'BCI bulk file (nómina)' }
};
