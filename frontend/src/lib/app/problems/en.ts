import { openBusiness, type Sentences } from './sentence.ts';

/** A sentence for each code of the API, with what its parameters add. */
export const problems: Sentences = {
	unauthenticated: 'Your session has ended. Sign in again to go on where you were.',
	forbidden: 'Your account may not do this. If it should, ask the cooperative for access.',
	foreign_origin: 'This page comes from another address. Open Minga at its usual address.',
	origin_missing: 'The browser did not say which page it sends from. Load again and try once more.',
	not_found: 'This does not exist, or is not of your account.',
	method_not_allowed: 'This address does not do that. Load the page again.',
	unsupported_media_type: 'This kind of file or request is not taken here.',
	stale: 'Somebody changed this while you looked at it. Load again and repeat your change.',
	if_match_missing: 'Load again before you save: it is not known which version you change.',
	too_large: 'The file or the text is too large.',
	too_many: 'Too many tries in a row, or too many lines. Wait a minute, or send less.',
	unavailable: 'Minga is very busy. Wait a moment and try again.',
	host_invalid: 'The request came without the name of this site. Load the page again.',
	reference_unknown: 'This names something that does not exist any more. Load again and choose.',
	outcome_unknown: 'What became of it is not known: the answer was lost. Send it again; it is not done twice.',
	internal: 'Something failed on our side. Try again; if it happens again, tell the cooperative.',
	refused: 'This cannot be done now.',
	idempotency_key_missing: 'The request came without its key. Load the page again and retry.',
	idempotency_key_malformed: 'The request came with a key that cannot be read. Load the page again.',
	idempotency_key_in_use: 'What you sent before is still being worked on. Wait a few seconds.',
	idempotency_key_reused: 'What you sent first did arrive. Load again to see it before you send another.',
	body_too_slow: 'The signal is very slow and not all of it arrived. Try again.',
	body_missing: 'The request came empty. Try again.',
	repeated_key: ({ key }) => (key ? `The request has “${key}” twice.` : 'The request has the same value twice.'),
	malformed_json: 'The request came broken off. Try again.',
	invalid_body: 'Something needs correcting.',
	invalid_form: 'Something needs correcting.',
	malformed: 'Something needs correcting.',
	invalid_path: 'This address is not well formed.',
	parameter_missing: 'A part of this address is missing.',
	parameter_invalid: 'A filter in the address is not valid. Take it away and try again.',
	cursor_invalid: 'This page of the list is no longer there. Go back to the start of the list.',
	required: 'This is still to be filled in.',
	invalid_format: ({ format }) =>
		format === 'email'
			? 'The e-mail address is not valid. It cannot have accents or ñ before the @.'
			: 'This does not have the form expected.',
	wrong_type: 'This does not have the form expected.',
	unknown_field: 'This is not known here.',
	not_allowed: 'Choose one of the options.',
	out_of_range: ({ minimum, maximum }) => {
		if (minimum && maximum) return `Write a number from ${minimum} to ${maximum}.`;
		if (minimum) return `Write ${minimum} or more.`;
		return maximum ? `Write ${maximum} or less.` : 'This number is too small or too large.';
	},
	too_short: ({ minimum }) => (minimum ? `Write at least ${minimum} characters.` : 'This text is too short.'),
	too_long: ({ maximum }) => (maximum ? `Write ${maximum} characters at most.` : 'This text is too long.'),
	too_few: ({ minimum }) => (minimum ? `At least ${minimum} lines are needed.` : 'There are too few lines.'),
	not_printable: ({ characters }) => `Documents cannot print these characters: ${characters ?? ''}. Leave them out.`,
	control_character: 'This text holds signs that cannot be kept. Type it again.',
	wrong_credentials: 'The address or the password is wrong.',
	link_expired: ({ expired_at }) =>
		expired_at
			? `The time to answer by this link ended on ${expired_at}. Sign in to see your quotas, or speak with the cooperative.`
			: 'The time to answer by this link has passed. Sign in to see your quotas, or speak with the cooperative.',
	password_weak: ({ reason }) =>
		({
			repeated: 'This password repeats the same characters. Use four unrelated words.',
			sequence: 'This password is a row of digits, letters or keys, or a date. Use four unrelated words.',
			personal: 'This password uses your name, your address or the name of your organisation. Use four unrelated words.'
		})[reason ?? ''] ?? 'Many people use a password like this, so it is easy to guess. Use four unrelated words.',
	sign_in_limited:
		'There were too many wrong passwords. Wait 15 minutes, sign in on a device where you signed in before, or ask the cooperative for a link.',
	link_spent: 'This link was used, replaced or is too old. Ask for a new one.',
	invalid_tax_id: 'The RUT is not valid: check its last digit.',
	invalid_email: 'The e-mail address is not valid. It cannot have accents or ñ before the @.',
	organisation_kind_fixed: ({ code }) =>
		code ? `The code ${code} belongs to an organisation of another kind.` : 'That code belongs to an organisation of another kind.',
	email_taken: 'Another person has this e-mail already.',
	role_unfit: 'The roles quality and finance exist in the cooperative only.',
	last_administrator: 'The cooperative would have no administrator. Make somebody else one first.',
	person_disabled: 'This person is disabled. Enable the person first.',
	not_a_producer: 'A workshop must belong to an organisation of kind producer.',
	left_before_joining: ({ joined_on }) =>
		joined_on
			? `The last day in the group cannot come before the first, ${joined_on}.`
			: 'The last day in the group cannot come before the first.',
	share_before_joining: ({ joined_on }) =>
		joined_on
			? `A share begins on the day the workshop joined, ${joined_on}, or later.`
			: 'A share begins on or after the day the workshop joined.',
	share_not_newest: ({ newest_from }) =>
		newest_from
			? `A new share begins after the one before it, in force since ${newest_from}.`
			: 'A new share begins after the one before it.',
	share_in_past: ({ today }) =>
		today ? `A share changes from today, ${today}, on, not in the past.` : 'A share changes from today on, not in the past.',
	authorisation_exists: ({ number, valid_from, valid_until }) =>
		number && valid_from && valid_until
			? `The authorisation ${number} of this workshop is recorded already, from ${valid_from} until ${valid_until}.`
			: 'This workshop has an authorisation with this number and other dates.',
	pause_overlaps: ({ from_date, until_date }) =>
		from_date && until_date
			? `Another pause, from ${from_date} until ${until_date}, covers some of these days: change that one.`
			: 'Another pause covers some of these days: change that one.',
	bank_unknown: ({ bank_code }) => (bank_code ? `No bank has the code ${bank_code}.` : 'No bank has this code.'),
	account_number_invalid: ({ minimum, maximum }) =>
		minimum && maximum ? `Write the account number: ${minimum} to ${maximum} digits.` : 'Write the account number: 4 to 20 digits.',
	rut_invalid: 'The check digit of this RUT is not right.',
	effective_before_decided: ({ decided_on }) =>
		decided_on
			? `A decision holds from the day it was taken, ${decided_on}, or later.`
			: 'A decision holds from the day it was taken, or later.',
	decided_in_future: 'The assembly has not met yet on that day.',
	season_overlaps: ({ season, starts_on, ends_on }) =>
		season && starts_on && ends_on
			? `The season ${season}, from ${starts_on} until ${ends_on}, covers some of these days.`
			: 'Another season covers some of these days.',
	one_cooperative: 'An installation has one cooperative, and this is it.',
	certificate_overlaps: ({ number, valid_from, valid_until }) =>
		number && valid_from && valid_until
			? `The certificate ${number}, valid from ${valid_from} until ${valid_until}, covers some of these days.`
			: 'Another certificate of this workshop and product covers some of these days.',
	number_taken: ({ number }) => (number ? `Another certificate has the number ${number}.` : 'Another certificate has this number.'),
	certificate_withdrawn: ({ withdrawn_at }) =>
		withdrawn_at
			? `This certificate was withdrawn for good on ${withdrawn_at}: grant a new one.`
			: 'This certificate was withdrawn for good: grant a new one.',
	certificate_expired: ({ valid_until }) =>
		valid_until
			? `This certificate expired on ${valid_until}: grant a new one.`
			: 'The last day of this certificate has passed: grant a new one.',
	protocol_draft_exists: ({ number }) =>
		number ? `This family has a draft already: version ${number}.` : 'This family has a draft already.',
	protocol_published: ({ number }) =>
		number ? `Version ${number} is published and never changes: begin a new one.` : 'A published version never changes: begin a new one.',
	protocol_without_criteria: 'Add a criterion before you publish.',
	too_many_criteria: ({ maximum }) =>
		maximum ? `A protocol has ${maximum} criteria at most.` : 'The protocol has as many criteria as it may have.',
	protocol_applies_too_early: ({ earliest }) =>
		earliest
			? `It can be in force from ${earliest} on.`
			: 'A version is in force from today or later, and later than the version before it.',
	renew_by_missing: ({ number }) =>
		number
			? `Say by when certificates of version ${number} are to be renewed.`
			: 'Say by when certificates of the version before it are to be renewed.',
	renew_by_too_early: ({ applies_from }) =>
		applies_from
			? `Certificates are renewed from ${applies_from} on, when the version is in force.`
			: 'Certificates are renewed from the day on which the version is in force.',
	nothing_to_renew: 'The first version has no certificates to renew: leave the date empty.',
	criterion_unknown: ({ code }) => (code ? `The protocol has no criterion ${code}.` : 'The protocol has no such criterion.'),
	criterion_twice: ({ code }) => (code ? `The criterion ${code} has two answers.` : 'A criterion has two answers.'),
	protocol_of_other_family: 'Only versions of one family are compared.',
	date_out_of_span: ({ first, last }) => (first && last ? `Write a date from ${first} to ${last}.` : 'This date is too far away.'),
	dates_left_out: ({ first_date, starts_on }) =>
		first_date && starts_on
			? `From ${first_date} to ${starts_on} dates would be left out. Choose from when the changes hold, or pause it.`
			: 'Dates would be left out. Choose from when the changes hold, or pause it.',
	continued_after: ({ last_day }) =>
		last_day
			? `Another standing order continues it after ${last_day}: change that one.`
			: 'Another standing order continues it: change that one.',
	continues_from: ({ first_day }) =>
		first_day
			? `It continues another standing order and begins on ${first_day}.`
			: 'It continues another standing order: it cannot begin earlier.',
	split_in_past: 'A change holds from today or later.',
	split_at_start: 'There are no dates before it: change all dates.',
	split_after_end: 'There are no dates from that day on: choose an earlier one.',
	ends_before_start: 'The last day cannot come before the first.',
	not_a_buyer: "A buyer's account belongs to an organisation of kind buyer.",
	account_exists: 'This organisation has an account already.',
	code_taken: ({ code }) => (code ? `The code “${code}” is taken: choose another.` : 'That code is taken: choose another.'),
	currency_wrong: ({ currency }) => (currency ? `Use the cooperative's currency, ${currency}.` : "Use the cooperative's currency."),
	terms_need_agreement: ({ maximum }) =>
		`Terms of more than ${maximum ?? 30} days need the number and the day of the registered agreement.`,
	account_closed: 'This account is closed: it can see its documents and pay, and not order.',
	person_business_open: ({ organisations, payout_batches, write_offs, bank_accounts }) =>
		'Decide first what nobody else could act for. ' +
		openBusiness([
			['Organisations without people', organisations],
			['Payout batches to approve', payout_batches],
			['Write-offs to approve (invoice)', write_offs],
			['Bank accounts to confirm', bank_accounts]
		]),
	workshop_business_open: ({ quotas, goods, certificates, unpaid }) =>
		'Decide what is open before the workshop leaves the group. ' +
		openBusiness([
			['Quotas for later', quotas],
			['Delivered and not shared', goods],
			['Valid seals', certificates],
			['To be paid', unpaid]
		]),
	open_business: ({ orders, standing_orders, deliveries, documents, balance }) =>
		'Decide what is open before you close it. ' +
		openBusiness([
			['Orders', orders],
			['Standing orders', standing_orders],
			['Deliveries under way', deliveries],
			['Unpaid documents', documents],
			['Balance in its favour', balance]
		]),
	agreement_incomplete: 'Name both the number and the day of the agreement, or neither.',
	agreement_in_future: 'The agreement cannot have been registered after today.',
	credit_limit_exceeded: ({ required, available }) =>
		required && available
			? `This would exceed the credit limit of the account: it comes to ${required}, and ${available} are left.`
			: 'This would exceed the credit limit of the account.',
	amount_too_large: 'No account can hold such an amount.',
	name_taken: 'There is a delivery point of this name already.',
	too_many_points: ({ maximum }) =>
		maximum
			? `A buyer has at most ${maximum} delivery points: retire one first.`
			: 'A buyer has at most 50 delivery points: retire one first.',
	point_retired: ({ retired_at }) =>
		retired_at ? `This delivery point is out of use since ${retired_at}.` : 'This delivery point is no longer in use.',
	product_retired: ({ retired_at }) =>
		retired_at
			? `This product was taken out of the catalogue for good on ${retired_at}.`
			: 'This product was taken out of the catalogue for good.',
	batch_above_capacity: ({ maximum }) =>
		maximum
			? `The minimum batch must not exceed what the workshop makes in a week, ${maximum} units.`
			: 'The minimum batch must not exceed what the workshop makes in a week.',
	harvest_months_empty: 'Name at least one month in which it can be made.',
	offer_ended: ({ ended_at }) =>
		ended_at
			? `This offer ended on ${ended_at}. Ask the cooperative to begin it again.`
			: 'This offer has ended. Ask the cooperative to begin it again.',
	segment_has_list: 'This kind of buyer has its price list already.',
	tier_price_increases: ({ min_quantity, lower_quantity }) =>
		min_quantity && lower_quantity
			? `The price from ${min_quantity} units on is higher than from ${lower_quantity}: a larger quantity cannot cost more each.`
			: 'A larger quantity cannot cost more each.',
	price_twice: ({ min_quantity }) =>
		min_quantity
			? `There are two prices for the same product from ${min_quantity} units.`
			: 'There are two prices for the same product and quantity.',
	price_invalid: 'A price is more than zero, in the currency of the cooperative.',
	product_unknown: 'There is no such product.',
	capacity_exceeded: ({ maximum }) =>
		maximum ? `${maximum} units are left for this delivery.` : 'There is not that much left for this delivery.',
	cycle_delivering: 'Goods of this delivery are being received: what was made for the order leaves for its buyer.',
	cycle_not_open: ({ opens_at, cut_off_at }) =>
		opens_at && cut_off_at
			? `This delivery takes orders from ${opens_at} until ${cut_off_at}: it is not open yet, or it has closed.`
			: 'This delivery takes no orders now: it is not open yet, or it has closed.',
	cycle_state: 'The cycle is not in the state that this step needs.',
	cycle_times: 'The instants of a cycle follow each other: it opens, closes, workshops answer, it is delivered.',
	cut_off_in_past: 'The cut-off must lie ahead; to end it now, close the cycle.',
	cycle_exists: ({ delivery_date }) =>
		delivery_date ? `This zone has a cycle delivered on ${delivery_date} already.` : 'This zone has a cycle on this date already.',
	calendar_exists: 'This zone has a calendar for this day of the week already: change that one.',
	calendar_days: 'A cycle opens on an earlier day than it closes, and closes before the day of delivery.',
	calendar_ended: ({ ended_at }) =>
		ended_at
			? `This calendar ended on ${ended_at}: make a new one for its zone and day.`
			: 'This calendar has ended: make a new one for its zone and day.',
	cycle_closed: ({ cycle }) => (cycle ? `The cycle ${cycle} takes no more orders.` : 'This cycle takes no more orders.'),
	cycle_opening: ({ retry_at }) =>
		retry_at
			? `The cycle has just opened and standing orders come first. Try again after ${retry_at}.`
			: 'The cycle has just opened and standing orders come first. Try again in a few minutes.',
	order_empty: 'The order has no products. Choose at least one.',
	order_state: 'Only an order that stands can be changed, and before the cut-off.',
	product_twice: 'Each product stands in one line only.',
	basket_only_in_orders: 'Baskets are ordered by number, in an order: not per guest, in standing orders or in files.',
	product_unavailable: 'This product is not sold to you now: keep what you had or take it out.',
	product_closed: ({ order_until }) =>
		order_until
			? `This product could be ordered for that delivery until ${order_until}.`
			: 'It is too late to order this product for that delivery.',
	not_a_multiple: ({ multiple }) =>
		multiple
			? `This product is ordered in multiples of ${multiple}. Raise or lower the quantity.`
			: 'The quantity does not fit what is sold together. Raise or lower it.',
	below_order_minimum: ({ net, minimum }) =>
		net && minimum
			? `The order comes to ${net} net and the minimum is ${minimum}. Add something more.`
			: 'The order is below the smallest one agreed. Add something more.',
	no_price: ({ product }) =>
		product ? `“${product}” has no price on the list, nor an agreed one.` : 'This product has no price on your list, nor an agreed one.',
	reference_taken: ({ reference }) =>
		reference
			? `There is an arrival with the reference “${reference}” already. Change that one.`
			: 'There is an arrival with that reference already. Change that one.',
	reference_twice: ({ reference }) =>
		reference ? `The reference “${reference}” appears twice in the file.` : 'The same reference stands twice in the file.',
	unreadable: 'It cannot be read: save the file as CSV in UTF-8 and check its quotation marks.',
	letters_lost: 'Letters were lost before the file was saved: save the original again as CSV in UTF-8.',
	cell_count: ({ cells, columns }) =>
		cells && columns
			? `This row has ${cells} cells and the header ${columns}: check commas and quotation marks.`
			: 'This row does not have as many cells as the header: check commas and quotation marks.',
	column_twice: 'The header names this column twice.',
	not_a_number: 'Write a whole number, in figures only.',
	too_many_rows: ({ maximum }) =>
		maximum ? `The file has more than ${maximum} rows: divide it.` : 'The file has too many rows. Divide it in two.',
	occurrence_decided: ({ date }) =>
		date ? `${date} is decided already: change the order itself.` : 'This date is decided already: change the order itself.',
	pause_days: ({ maximum_days }) =>
		maximum_days
			? `The pause must begin today or later, end after it begins and last at most ${maximum_days} days.`
			: 'The pause must begin today or later, and end after it begins.',
	standing_order_ended: ({ ended_at }) =>
		ended_at ? `This standing order ended on ${ended_at}: make a new one.` : 'This standing order has ended: make a new one.',
	rule_unreadable: 'This rule cannot be read. Choose days of the week.',
	rule_sub_day: 'A delivery has a day, not a time.',
	rule_until: 'Say the last day under “Until”, not in the rule.',
	rule_week_without_day: 'The rule lacks the day of the week.',
	rule_month_day_without_month: 'The rule lacks the month.',
	rule_weekly_set_pos: 'This rule mixes parts that do not go together.',
	rule_unsupported: 'This rule holds a part that cannot be used here.',
	rule_part_forbidden: 'This rule has a part that does not go with its frequency: leave it out.',
	rule_numbered_day: 'A numbered day, such as “the first Tuesday”, needs a monthly or yearly rule.',
	rule_set_pos_alone: 'This rule chooses among days without saying which: add the days.',
	rule_never: ({ years }) => (years ? `There is no date within ${years} years by this rule.` : 'There is no date at all by this rule.'),
	file_invalid: 'The file was not taken: correct what is named and upload it again.',
	import_refused: 'The files were not imported: correct what is named and bring them again.',
	file_unknown: 'The name of this file does not say what it holds: use one such as workshops.csv.',
	occurrence_taken: ({ date }) =>
		date ? `This standing order has an order for ${date} already.` : 'This standing order has an order for that date already.',
	cycle_not_closed: ({ cut_off_at }) =>
		cut_off_at ? `The demand is not fixed before the cut-off, on ${cut_off_at}.` : 'The demand is not fixed before the cut-off.',
	already_published: 'The quotas of this cycle have been sent to the workshops.',
	not_allocated: 'There is no run to publish yet.',
	allocation_outdated: 'Since this run the orders changed, or a workshop may no longer make what it was given: run the allocation again.',
	not_published: 'The quotas of this cycle have not been sent yet.',
	quotas_unanswered: ({ quotas }) =>
		quotas
			? `Quotas without an answer: ${quotas}. Wait for the deadline, or answer for the workshops.`
			: 'Some workshops have not answered yet: wait for the deadline, or answer for them.',
	answer_too_late: ({ respond_by }) =>
		respond_by
			? `The time to answer this quota ended on ${respond_by}; speak with the cooperative.`
			: 'The time to answer this quota has passed; speak with the cooperative.',
	quota_not_open: 'This quota can no longer be answered: its deadline has passed, it is fixed, or it was withdrawn.',
	amend_upward: ({ lots }) => (lots ? `A quota can only be reduced: write ${lots} lots or less.` : 'A quota can only be reduced.'),
	pin_not_eligible: ({ workshop, product }) =>
		workshop && product
			? `A quantity of ${product} is fixed for ${workshop}, which may not supply it.`
			: 'A pin names a workshop that may not supply the product.',
	pin_over_capacity: ({ workshop, product }) =>
		workshop && product
			? `The fixed quantity of ${product} exceeds the capacity of ${workshop}.`
			: "A pin exceeds the workshop's capacity.",
	pin_over_demand: ({ product }) =>
		product ? `The fixed quantities of ${product} exceed what was ordered.` : 'The pins of a product exceed its demand.',
	pin_below_minimum_batch: ({ workshop, product }) =>
		workshop && product
			? `The fixed quantity of ${product} is below the minimum batch of ${workshop}.`
			: "A pin lies below the workshop's minimum batch.",
	pin_over_limit: ({ workshop }) =>
		workshop ? `The fixed quantities exceed the overall limit of ${workshop}.` : 'The pins of a workshop exceed its overall limit.',
	number_too_precise: 'The numbers of this run are too large for exact arithmetic.',
	number_too_large: 'A number of this run is too large.',
	quota_not_live: 'Nobody makes this quota: it was not accepted, or was withdrawn.',
	made_in_future: 'A batch cannot be made in the future.',
	expired_batch: ({ best_before }) =>
		best_before ? `This batch is best before ${best_before}: it is past its last day then.` : 'This batch is past its last day then.',
	receiving_over: 'The deliveries of this cycle are prepared: nothing more is received for it.',
	batch_of_other_quota: ({ batch_code }) =>
		batch_code ? `The batch ${batch_code} was made for another quota.` : 'This batch was made for another quota.',
	may_not_supply: ({ delivery_date }) =>
		delivery_date
			? `The workshop may not supply this product on ${delivery_date}; look at its certificate, authorisation and pauses.`
			: 'The workshop may not supply this product on the day of delivery; look at its certificate, authorisation and pauses.',
	nothing_received: 'Say how many units are accepted or rejected.',
	rejection_cause: 'Rejected units need a cause and a reason; others have none.',
	missing_alone: 'Write down missing units alone: without a batch and without accepted units.',
	more_than_brought: ({ available }) =>
		available ? `${available} units of this batch are left to inspect.` : 'Not that many units of this batch are left to judge.',
	over_quota: ({ available }) =>
		available
			? `The quota has room for ${available} units: reject the rest as surplus.`
			: 'The quota has no room for that many units: reject what is above as surplus.',
	line_twice: 'This line is named twice.',
	more_than_delivered: ({ available }) => `This delivery has ${available ?? 0} units of this batch: write down as many at most.`,
	delivery_ended: 'This delivery has ended in another way. Reload the page to see how.',
	disposal_not_reversible: 'This cannot be reversed: it is reversed already, or belongs to a lost delivery.',
	disposal_unexplained: 'Say to whom it is given, or why it is written off.',
	sale_total: 'A sale has the amount received; what is given away or written off has none.',
	stock_too_low: 'So many units are not left: reload the page.',
	goods_left: 'Part of this batch has left or is the cooperative’s: correct the rest by a credit note.',
	receipt_cancelled: 'This receipt was cancelled before. Reload the page.',
	still_suspended: 'The certificate is still suspended for safety: reinstate it first.',
	stock_blocked: 'This batch is blocked for safety: it can only be written off.',
	not_dispatched: 'This delivery has not left the cooperative yet.',
	not_confirmed: 'Only what reached its buyer is invoiced.',
	until_in_future: 'Only what was delivered until today can be invoiced.',
	not_creditable: 'Only an issued invoice can be corrected by a credit note.',
	credit_lines: 'Enter the units or the amount of at least one line.',
	credit_exceeds: ({ available }) =>
		available ? `${available} units of this line are left to credit.` : 'Not that many units of this line are left to credit.',
	credit_too_much: 'Not that much of this line is left to credit.',
	not_debitable: 'Only an issued invoice that is not credited whole can be raised.',
	debit_lines: 'Enter the amount of at least one line.',
	interest_too_much: 'The law gives less interest for this invoice until today.',
	rate_of_day_exists: 'There is a rate for that day already. If the new one replaces it, say so.',
	amount_invalid: 'The amount must be above zero and in the currency of the cooperative.',
	written_off: 'What was open of this invoice is written off: it is corrected no more, only paid.',
	nothing_to_write_off: 'Nothing of this document is open.',
	write_off_requested: 'A request waits for another person already.',
	write_off_decided: 'This request was approved or cancelled already.',
	write_off_same_person: 'Who requested it cannot approve it: another person of finance must.',
	write_off_amount_changed: 'What is open has changed: cancel this request and make another.',
	nothing_left: 'All of this invoice is credited already.',
	not_payable: 'Only an issued invoice can be paid.',
	more_than_open: ({ open }) => (open ? `${open} of this invoice are open.` : 'Less than that amount is open of this invoice.'),
	statement_unreadable: 'We could not read the file: it must be CSV in UTF-8 with as many cells in each row as in the first.',
	statement_invalid: 'Some rows cannot be read; nothing was imported.',
	line_not_matched: 'This line is not matched.',
	shown_by_another_line: 'Another line shows this already.',
	balances_do_not_add_up: 'The balances do not add up with the amounts: a row is missing, or an amount is wrong.',
	not_sent: 'This line is money received, not money sent.',
	advance_match_kept: 'This line shows an advance to a workshop: reverse it in “Advances and deductions”.',
	bank_line_name_incomplete: 'Name the refund, the payout or the payment of this line.',
	payment_without_line: 'Link the line that shows this payment first.',
	payment_reversed: 'This payment was reversed.',
	payment_refunded: 'A part of this payment is refunded. Cancel the refund first.',
	refund_settled: 'This refund is paid or cancelled already.',
	balance_in_future: 'A balance cannot be of a future day.',
	payout_amount_differs: 'The payout has another amount than this line.',
	line_taken: 'This line is matched already.',
	refund_by_card: 'This refund goes to the card and Stripe carries it out: it is not cancelled, and has no bank line of its own.',
	no_card_of_payment: 'This was not paid by card on the checkout page: refund it by transfer.',
	line_undecided: 'This line may be another one again: decide that first.',
	no_possible_duplicate: 'This line resembles no other one: there is nothing to decide.',
	not_received: 'This line is money that went out: it is no payment of a buyer.',
	received_in_future: 'A payment cannot have come in the future.',
	more_than_received: ({ available }) =>
		available ? `${available} of this payment can still be allocated.` : 'Not that much of this payment can be allocated.',
	allocated_twice: 'This invoice is named twice.',
	not_of_buyer: 'This buyer has no such invoice.',
	amounts_differ: ({ bank_line, payment }) =>
		bank_line && payment
			? `The line is of ${bank_line} and the payment of ${payment}.`
			: 'The line and the payment are not of the same amount.',
	payment_has_line: 'This payment is tied to another line.',
	paid_by_card: 'This was paid by card: its money reaches the bank in a card payout. Say so of the line.',
	other_currency: ({ currency }) => (currency ? `The amount must be in ${currency}.` : 'Money is in another currency here.'),
	not_positive: 'More than zero is needed.',
	no_card_payments: 'Cards are not taken here: pay by transfer.',
	nothing_open: 'Nothing of this document is left to pay.',
	card_payment_under_way: ({ expires_at }) =>
		expires_at
			? `A card payment of another amount is under way until ${expires_at}. Wait until it ends, or pay by transfer.`
			: 'A card payment of another amount is under way. Wait until it ends, or pay by transfer.',
	card_amount_differs: ({ requested, paid }) =>
		requested && paid
			? `${requested} were asked for and ${paid} were paid by card.`
			: 'Another amount than the one asked for was paid by card.',
	card_event_unclear: 'Stripe told something that cannot be understood. Look at it in Stripe’s dashboard.',
	card_money_taken_back: 'Stripe gave back money of a card payment: put the buyer’s account right.',
	more_than_paid_by_card: ({ available }) =>
		available
			? `The payout and its fee exceed the ${available} that buyers paid by card and that have not reached the bank yet.`
			: 'The payout and its fee come to more than what buyers paid by card and has not reached the bank yet.',
	negative_amount: 'The amount must be zero or more.',
	currency_differs: ({ currency }) =>
		currency ? `All prices of a list are in the same currency, ${currency}.` : 'All prices of a list are in the same currency.',
	pool_without_makers: ({ product }) =>
		product
			? `Nothing of “${product}” was accepted in the cycle: nobody can share its value.`
			: 'Nothing of this product was accepted in the cycle: nobody can share its value.',
	payout_account_missing: 'Say first which account payouts are charged to.',
	nothing_to_pay: 'No issued statement of a workshop with a bank account waits to be paid.',
	same_person: 'The person who prepared a batch cannot approve it: ask another.',
	not_approved: 'Another person must approve the batch before it leaves.',
	not_exported: 'This payout has not left in a bank file yet.',
	unknown_column: ({ columns }) =>
		columns ? `There is no such column here. There are: ${columns}.` : 'This column is not known here: remove it or correct its name.',
	missing_column: 'The header lacks this column.',
	not_a_date: 'Write the date like this: 2026-03-31.',
	not_an_amount: ({ example }) =>
		example
			? `Write the amount in digits only, without separators of thousands, such as ${example}.`
			: 'Write the amount in digits only, without separators of thousands.',
	confirmed_in_future: 'The bank cannot have shown a payout in the future.',
	account_changed_since: ({ workshop }) =>
		workshop
			? `The account of ${workshop} changed after the payout was prepared: cancel it and prepare another.`
			: 'An account changed after the payout was prepared: cancel it and prepare another.',
	account_changed_by_approver: ({ workshop }) =>
		workshop
			? `You entered the account of ${workshop}: another person must approve.`
			: 'You entered one of these accounts: another person must approve.',
	account_unconfirmed: ({ workshop, entered_on }) =>
		workshop && entered_on
			? `The account of ${workshop} is new since ${entered_on}: a second person must confirm it with the workshop.`
			: 'An account is new: a second person must confirm it with the workshop.',
	own_account_change: 'The person who entered an account cannot confirm it: ask another.',
	payout_confirmed: 'The bank statement shows this payout: it was carried out. If the bank sent it back, record its return.',
	payout_failed: 'The bank did not carry out this payout: its statement is paid by another.',
	payout_not_confirmed: 'The bank statement does not show this payout yet: it cannot have been returned.',
	statement_paid_again: 'The statement of this payout is in another batch already: its return cannot be undone.',
	payout_returned: 'The bank sent this payout back: its statement is paid by another.',
	fault_reversed: 'This fault was reversed already.',
	adjustment_reversed: 'This was reversed already, or is itself a reversal.',
	advance_out_of_span: ({ first, today }) =>
		first && today
			? `An advance is dated from ${first} until ${today}.`
			: 'An advance is dated on the day it was paid, today at the latest.',
	commission_rate_of_day_exists:
		'There is a commission for that workshop and family from that day already. If the new one replaces it, say so.',
	commission_rate_of_all: 'Name a workshop, a family or both: the general commission is part of the decision.',
	rate_before_decision: ({ effective_from }) =>
		effective_from
			? `The decision is in force from ${effective_from}: the commission cannot hold before.`
			: 'The commission cannot hold before its decision.',
	batch_cancelled: 'This payout was cancelled: its statements go into another.',
	batch_exported: 'The file has gone to the bank: record for each payout what became of it.',
	confirmed_before_export: ({ exported_on }) =>
		exported_on
			? `The bank cannot have paid before ${exported_on}, when the file was exported.`
			: 'The bank cannot have paid before the file was exported.',
	returned_on_impossible: ({ confirmed_on, today }) =>
		confirmed_on && today
			? `The bank can have sent it back from ${confirmed_on} until ${today} only.`
			: 'The bank can have sent it back only after it was paid, and until today.',
	unknown_word: ({ allowed }) => (allowed ? `Write one of these words: ${allowed}.` : 'This word is none of those used here.'),
	value_not_shown: ({ shown }) =>
		`The spreadsheet wrote ${shown ?? 'something else'} instead of the value: give the column the format text, and save again.`,
	reference_without_zeros: ({ stored }) =>
		`${stored ? `“${stored}”` : 'The same reference'} is recorded without leading zeros: it may be the same arrival. If it is, cancel that one; if not, record this one by hand.`,
	leading_zeros_lost: ({ stored }) =>
		`The leading zeros are lost${stored ? `: it is ${stored} here` : ''}. Give the column the format text, and write it again.`,
	unknown_code: ({ code, file }) =>
		code && file ? `“${code}” is neither in Minga nor in ${file}.` : 'Nothing has this code, neither in Minga nor in the files.',
	not_utf8: 'Save the file as CSV in UTF-8.',
	not_a_percentage: 'Write a percentage from 0 to 100, such as 19 or 31.5.',
	not_an_instant: 'Write day and time like this: 2026-03-31 18:00.',
	not_months: 'Write numbers of months, such as 1 2 3 12.',
	row_repeated: ({ first }) =>
		first
			? `Line ${first} of this file has the same key. Keep one of the two rows.`
			: 'Another line of this file has the same key. Keep one of the two rows.',
	rows_differ: 'The rows of one record must agree, except in its lines.',
	order_differs: 'This order is in Minga already and differs: change it there.',
	joined_on_fixed: ({ joined_on }) =>
		joined_on
			? `This workshop joined the group on ${joined_on}, and that day does not change.`
			: 'The day on which this workshop joined the group does not change.',
	cooperative_exists: ({ code }) =>
		code ? `There is one cooperative only, and its code is “${code}”.` : 'There is one cooperative only, and it has another code.',
	search_malformed: 'The search is not valid. Check its filters.',
	synonym_empty: 'Write a word that says something: “of” and “for” are not searched, and a word is no synonym of itself.',
	synonym_exists: ({ term }) =>
		term ? `“${term}” has a synonym already: remove it first.` : 'That word has a synonym already: remove it first.',
	too_many_favourites: ({ maximum }) =>
		maximum ? `You have ${maximum} favourites already: take one out first.` : 'You have too many favourites already: take one out first.',
	too_many_order_lines: ({ maximum }) =>
		maximum ? `The text names more than ${maximum} products: paste it in parts.` : 'The text names too many products: paste it in parts.',
	too_many_synonyms: 'There are too many synonyms already: remove one first.',
	allergen_unknown: 'That is not an allergen that is known here. Choose one from the list.',
	allergens_missing: 'Declare what it contains too; say so if it contains no allergen.',
	photo_heic: 'This photo is in the format HEIC, which is not read here. Save or export it as JPEG and choose it again.',
	photo_format: 'A photo is a JPEG, PNG or WebP file. Choose another file.',
	photo_damaged: 'The photo cannot be read: the file is damaged or not complete. Choose it again, or take a new one.',
	photo_too_large: ({ maximum }) =>
		maximum ? `The photo is too large: up to ${maximum} million pixels.` : 'The photo has too many pixels.',
	photo_too_small: ({ minimum }) =>
		minimum ? `The photo is too small: it needs at least ${minimum} pixels on each side.` : 'The photo is too small.',
	photos_full: ({ maximum }) =>
		maximum ? `A product has up to ${maximum} photos: delete one first.` : 'The product has all its photos: delete one first.',
	photos_changed: 'Somebody changed the photos while you ordered them. Load again and repeat your order.',
	applications_limited: 'There were too many applications from here today. Try again tomorrow, or write to the cooperative.',
	tax_id_invalid: 'This RUT is not right: check its last digit. Write a foreign tax id after its country: AR 30-71234567-1.',
	application_decided: 'This application is decided already. Load again to see it.',
	application_unconfirmed: 'Confirm your mail address first.',
	nothing_asked: 'Nothing waits for an answer here any more. Load the page again.',
	application_link_expired: 'This link has expired. The last mail about the application has a newer one.',
	too_many_documents: ({ maximum }) =>
		maximum ? `An application has up to ${maximum} documents.` : 'The application has all its documents.',
	document_unreadable: 'This file cannot be read. Send a complete PDF, or a photo as JPEG or PNG.',
	applicant_disabled: 'The person with this mail address is disabled: enable it first under People.',
	product_is_basket: 'This product is a basket: change it as a basket. Only what is in it has makers and certificates.',
	basket_in_basket: 'A basket cannot be in a basket.',
	component_not_sold: 'This product is no longer in the catalogue, so it cannot be in a basket.',
	component_twice: 'Each product is in the basket once: change its quantity.',
	substitute_twice: 'A substitute is another product than the one in the basket, and named once.',
	packaging_price_invalid: 'The price of the packaging is not negative, in the cooperative’s currency.',
	baskets_full: ({ maximum }) =>
		maximum ? `You can keep ${maximum} baskets at most: delete one first.` : 'You keep as many baskets as you can: delete one first.',
	lease_lost: 'Another worker has taken this job. Load again.'
};
