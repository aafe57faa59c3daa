# Mails. Each message is a mail: subject, opening, closing, the label of the button, and a note below it.

mail-greeting = Hello { $reader },
mail-farewell = Kind regards,

## Quotas of the workshops

quotas-published =
    .subject = Your quotas for { DATETIME($delivery, dateStyle: "full") }
    .opening = The split for the delivery of { DATETIME($delivery, dateStyle: "full") } is ready. { $workshop } is to make:
    .action = See and answer my quotas
quotas-reoffered =
    .subject = Your quotas for { DATETIME($delivery, dateStyle: "full") }
    .opening = Another workshop cannot make a part of the delivery of { DATETIME($delivery, dateStyle: "full") }. By the same rule of the split we now offer it to { $workshop }:
    .action = See and answer my quotas
quotas-respond-by = Please answer by { date-and-time }. You can accept, make a part or decline; what nobody answers in time is offered to the other workshops.
quotas-response-closed = These quotas no longer wait for an answer: you can see them with your account.
quotas-link-note = The button is personal: it answers for { $workshop } without a password until then. Do not forward it.
quota-row = { units } ({ lots }) · { $value }

quotas-withdrawn =
    .subject = Quotas of { DATETIME($delivery, dateStyle: "full") } were withdrawn
    .opening = We had to withdraw these quotas of the delivery of { DATETIME($delivery, dateStyle: "full") }, because { $workshop } may not supply these products on that day: a valid certificate or authorisation is missing, or the workshop is paused.
    .closing = If you think this is a mistake, speak with the cooperative as soon as you can.
    .action = See my quotas
quotas-expired =
    .subject = The time to answer your quotas of { DATETIME($delivery, dateStyle: "full") } has passed
    .opening = We received no answer from { $workshop } in time, so these quotas of the delivery of { DATETIME($delivery, dateStyle: "full") } were offered to the other workshops:
    .closing = If you think this is a mistake, speak with the cooperative as soon as you can.
    .action = See my quotas
quotas-reduced-by-cancellation =
    .subject = Your quotas of { DATETIME($delivery, dateStyle: "full") } are lower: an order was cancelled
    .opening = After the cut-off an order of the delivery of { DATETIME($delivery, dateStyle: "full") } was cancelled. By the same rule of the split, the quotas of { $workshop } are now:
    .closing = It does not count as declined by you: what you no longer make is made up for in the next splits.
    .action = See my quotas
quotas-reduced-by-offer =
    .subject = Your quotas of { DATETIME($delivery, dateStyle: "full") } are lower: what you can make has changed
    .opening = What { $workshop } can make in a week is now lower. What it can no longer make for the delivery of { DATETIME($delivery, dateStyle: "full") } was offered to the other workshops, and its quotas are now:
    .closing = It counts as if you had answered that you make a part. If this is a mistake, speak with the cooperative as soon as you can.
    .action = See my quotas

## Orders of the buyers

occurrence-reduced =
    .subject = “{ $name }” comes in part on { DATETIME($date, dateStyle: "full") }
    .opening = We placed your standing order “{ $name }” for { DATETIME($date, dateStyle: "full") }, but not all of it:
    .closing = The dates that follow do not change. If you need something else for that day, you can order it apart.
    .action = See my standing order
occurrence-placed =
    .subject = “{ $name }” does come on { DATETIME($date, dateStyle: "full") }
    .opening = Your standing order “{ $name }” for { DATETIME($date, dateStyle: "full") }, which we could not place before, is placed now.
    .closing = You can change or cancel it until the cut-off.
    .action = See my standing order
occurrence-not-placed =
    .subject = “{ $name }” does not come on { DATETIME($date, dateStyle: "full") }
    .opening = We could not place your standing order “{ $name }” for { DATETIME($date, dateStyle: "full") }: { occurrence-reason }.
    .closing = { $reason ->
        [credit] We try again every hour until the cut-off. Pay an open invoice or ask us for more credit, and the order is placed by itself. The dates that follow do not change.
        [order_minimum] Add products for that date before the cut-off, and the order is placed by itself. The dates that follow do not change.
        [delivery_point] Choose another delivery point before the cut-off, and the order is placed by itself.
        [capacity] We try again every hour until the cut-off. If you need something else for that day, you can order it apart.
        [certificate] We try again every hour until the cut-off. If you need something else for that day, you can order it apart.
        [no_delivery] Choose another day of the week in your standing order, or write to us to arrange a delivery.
       *[other] The dates that follow do not change. If you need something else for that day, you can order it apart.
    }
    .action = See my standing order
occurrence-row = { units } of { $wanted }: { occurrence-reason }
occurrence-reason =
    { $reason ->
        [capacity] too little capacity is left
        [harvest] it is out of harvest
        [certificate] its makers hold no valid certificate
        [authorisation] its makers hold no valid authorisation
        [makers_pause] its makers are paused
        [no_maker] nobody makes it for now
        [lead_time] there is not enough time left to make it
        [not_sold] it is no longer on your price list
        [multiple] it is sold in other quantities now
        [paused] the order is paused
        [left_out] you left this date out
        [no_guests] no guests arrive
        [no_delivery] no delivery serves that date
        [cycle_closed] the cycle of that date had closed
        [credit] it is beyond the available credit
        [order_minimum] it is below the order minimum
        [delivery_point] its delivery point is no longer served
       *[cancelled] the order was cancelled
    }

order-line-cut =
    .subject = Not enough { $product } for your delivery of { DATETIME($delivery, dateStyle: "full") }
    .opening = Your order follows the guests who arrive, but there is not enough { $product } for all of them:
    .closing = We try again every hour until the cut-off. If you prefer something else, change the order.
    .action = See my order
order-supply-lost =
    .subject = { $product } may be missing from your delivery of { DATETIME($delivery, dateStyle: "full") }
    .opening = A workshop that makes { $product } cannot make it now. Of all orders for the delivery of { DATETIME($delivery, dateStyle: "full") }, { $units } units would not be made. Your order has:
    .closing = We look for another workshop. To be sure, change the order before the cut-off; what does not come is not charged.
    .action = See my order
order-batch-filled =
    .subject = The batch of { $product } came together
    .opening = There are orders enough to make { $product } for the delivery of { DATETIME($delivery, dateStyle: "full") }. Yours:
    .action = See my order
order-batch-unfilled =
    .subject = The batch of { $product } did not come together
    .opening = At the cut-off { $units } were missing for a batch of { $product }, so it does not come with the delivery of { DATETIME($delivery, dateStyle: "full") }. You ordered:
    .closing = What does not come is not charged.
    .action = See my order
order-warning-order = Order { $order }
order-warning-row =
    { $units ->
        [one] { $units } unit
       *[other] { $units } units
    }

shortage-recorded =
    .subject = Something will be missing from your delivery of { DATETIME($delivery, dateStyle: "full") }
    .opening = We are sorry to tell you that your delivery of { DATETIME($delivery, dateStyle: "full") } will lack the following. The reason: { shortage-cause }.
    .closing = What does not come is not charged. We tell you as soon as we know, so that you have time to arrange things.
    .action = See my order
shortage-relieved =
    .subject = Good news about your delivery of { DATETIME($delivery, dateStyle: "full") }
    .opening = Another order was cancelled, so part of what was to be missing from your delivery of { DATETIME($delivery, dateStyle: "full") } comes after all:
    .action = See my order
shortage-corrected =
    .subject = Correction: it does come with your delivery of { DATETIME($delivery, dateStyle: "full") }
    .opening = We told you that something would be missing from your delivery of { DATETIME($delivery, dateStyle: "full") }. That was a mistake of ours when the goods were received. This does come:
    .action = See my order
shortage-row = { units } of { $ordered } missing (order { $order })
shortage-relieved-row = { units } more (order { $order })
shortage-cause =
    { $cause ->
        [not_allocated] all workshops together cannot make it
        [declined] its maker cannot, and nobody else can
        [rejected] it did not pass our check on arrival
        [not_delivered] it did not reach the cooperative
        [suspended] its maker may not supply it on that day
        [lost] it was lost on the way
        [refused] it was not accepted at the place of delivery
        [returned] it could not be delivered and came back to the cooperative
        [corrected] we had recorded the goods by mistake
       *[relieved] another order was cancelled
    }

recall-opened =
    .subject = Safety recall: { $product }
    .opening = Please do not use or serve these batches of { $product } that you received: we recall them for safety. The reason: { $reason }
    .closing = Keep them apart and tell us how many are left: we fetch them and issue a credit note for all.
    .action = See my deliveries
recall-lifted =
    .subject = You can use { $product } again
    .opening = We asked you not to use these batches of { $product }. It was a false alarm: you can use and serve them. What turned out: { $reason }
    .closing = We are sorry for the trouble. If you have thrown them away, write to us.
    .action = See my deliveries
recall-row = { units } of batch { $batch }

delivery-dispatched =
    .subject = Your delivery { $code } is on its way
    .opening = Your delivery { $code } of { DATETIME($delivery, dateStyle: "full") } has left the cooperative for { $destination }. It brings:
    .closing = Please confirm it when it arrives: the invoice is made from that.
    .action = See and confirm the delivery

## Invoices

invoice-filed =
    .subject = Invoice { $name }: { $total }
    .opening = Thank you for your order. Here is invoice { $name }, attached as PDF.
    .closing = When you transfer, write { $name } in the message, so that we recognise your payment.
    .action = See the document
credit-note-filed =
    .subject = Credit note { $name }: { $total } in your favour
    .opening = Here is credit note { $name }, which corrects invoice { $corrected }. It is attached as PDF.
    .closing = Its amount is in your favour: it is taken off { $corrected } and, if that was paid, it is your balance.
    .action = See the document
debit-note-filed =
    .subject = Debit note { $name }: { $total }
    .opening = Here is debit note { $name }, which adds to invoice { $corrected }. It is attached as PDF.
    .closing = When you transfer, write { $name } in the message, so that we recognise your payment.
    .action = See the document
document-row =
    .date = Date
    .total = Total
    .due = Due
    .reason = Reason
    .bank = Bank
    .account = Account no.
    .holder = In the name of
    .reference = Write in the message
invoice-overdue =
    .subject = Invoice { $name } is overdue
    .opening = Invoice { $name } was due on { DATETIME($due) }, and { $open } are left to pay.
    .closing = If you have paid it already, never mind: we shall see it in the bank statement. If something is wrong, write to us.
    .action = See the invoice

## Money of the workshops

statement-filed =
    .subject = Statement no. { $number } of { $workshop }: { $total }
    .opening = Here is statement no. { $number } of { $workshop }, attached as PDF. Every amount comes with its reason.
    .action = See where each amount comes from
statement-paid-later = We shall tell you when the bank confirms the payment.
statement-carried-forward = There is no payment this time: the balance is carried to the next statement.
statement-row =
    .from = From
    .until = Until
    .total = Total
payout-confirmed =
    .subject = We paid { $amount } to { $workshop }
    .opening = The bank confirmed on { DATETIME($date) } the payment of { $amount } to { $workshop }, to account { $account } at { $bank }.
    .closing = Thank you for your work.
    .action = See my money
earnings-corrected-receipt =
    .subject = What { $workshop } earns with { $product } was corrected
    .opening = The receipt of { $product } of the delivery of { DATETIME($delivery, dateStyle: "long") } was corrected: “{ $reason }”. { $accepted } units of { $workshop } are accepted now, and the pool was shared again by what is accepted of each workshop.
    .closing = The difference, up or down, is on the next statement.
    .action = See my money
earnings-corrected-fault =
    .subject = A fault of { $product } was taken off
    .opening = A buyer was credited { $net } net for a quality fault of batch { $batch }, of the delivery of { DATETIME($delivery, dateStyle: "long") }: “{ $reason }”. It is taken off the share of { $workshop }, and not off the others’.
    .closing = If the batch is not yours or did not fail, tell the cooperative: it can be reversed.
    .action = See my money
earnings-corrected-fault-reversed =
    .subject = A fault of { $product } is not taken off any more
    .opening = The fault of batch { $batch }, of the delivery of { DATETIME($delivery, dateStyle: "long") }, was reversed: “{ $reason }”. { $net } net is not taken off { $workshop } alone any more.
    .closing = What changes is on the next statement.
    .action = See my money
payout-failed =
    .subject = A payment of { $amount } to { $workshop } did not arrive
    .opening = The bank did not carry out, or returned, the payment of { $amount } to { $workshop }, to account { $account } at { $bank }. It says: “{ $reason }”.
    .closing = The money is still yours and goes with the next payment. Please check that your account is right.
    .action = See my account
bank-account-changed =
    .subject = The account that { $workshop } is paid to has changed
    .opening = From now on, payments to { $workshop } go to account { $account } at { $bank }.
    .closing = If you did not ask for this change, tell the cooperative at once.
    .action = See my workshop

## Applications

application-submitted =
    .subject = Confirm the application of { $name }
    .opening = We received the application of { $name } to buy at the minga. One step is missing: confirm that this address is yours. After that you can add the tax certificate and the licence.
    .closing = If you did not apply, do nothing: we delete it in 14 days unless it is confirmed.
    .action = Confirm my application
application-in-review =
    .subject = We are reviewing the application of { $name }
    .opening = The cooperative has begun to review the application of { $name }. We will write as soon as there is an answer.
    .action = See my application
application-more-asked =
    .subject = Something is missing in the application of { $name }
    .opening = To go on with the application of { $name } we need: “{ $question }”
    .closing = Answer on your page, where you can also add documents.
    .action = Answer
application-refused =
    .subject = We cannot accept the application of { $name }
    .opening = We reviewed the application of { $name } and cannot accept it this time: “{ $reason }”
    .closing = If that changes, you are welcome to apply again.
    .action = See my application
application-withdrawn =
    .subject = We withdrew the application of { $name }
    .opening = As you asked, the application of { $name } is withdrawn. You are welcome to apply again.
    .action = See my application
application-link-note = The button is personal: it shows your application without a password. Do not forward it.
application-approved =
    .subject = { $name } can order now
    .opening = We accepted the application of { $name }. Your account and your delivery point are ready, with your prices.
    .action = Place my first order
application-next-delivery = The next delivery is on { DATETIME($delivery, dateStyle: "full") }, and its orders close on { date-and-time }.
application-no-delivery = No delivery takes orders now: your calendar shows the next one.
application-password-note = The button is personal and works once, for three days: first you choose your password. If it has expired, ask the cooperative for another one. Do not forward it.
