# Statements on paper, and descriptions of journal entries.

statement-title = Statement no. { $number }
statement-file-name = statement-{ $number }.pdf
statement-spreadsheet-name = statement-{ $number }.xlsx
statement-part = { $stated } of { $earned } so far; { $missing } is not paid by the buyers yet.
statement-remainder = { $part } of { $earned } was missing.
statement-correction = Corrects what was stated: { $part }. { $earned } of this delivery is yours.
statement-fault = { $net } net was taken off for a quality fault: { $units } units of batch { $batch } ({ $note }: { $reason }).
statement-fault-reversed = { $net } net for batch { $batch } ({ $note }) is not taken off any more: { $reason }.
statement-period = From { DATETIME($from) } until { DATETIME($until) }
statement-concept =
    { $kind ->
        [share] Net sale
        [sale_vat] VAT of the sale
        [sale_additional_tax] Additional tax of the sale
        [commission] Commission of the cooperative
        [commission_vat] VAT of the commission
        [advance] Advance
        [deduction] Deduction
       *[carried] Previous balance
    }
statement-adjustment =
    { $kind ->
        [advance] Advance of { DATETIME($date) }: { $reason }
        [deduction] Deduction: { $reason }
       *[reversal] Reversed on { DATETIME($date) }: { $reason }
    }
statement-label =
    .tax-id = Tax no.
    .description = Product and cycle
    .concept = Item
    .sale = Net sale
    .vat = VAT
    .additional-tax = Add. tax
    .commission = Commission and VAT
    .units = Units
    .amount = Amount
statement-sheet =
    .facts = Facts
    .fairness = Fairness
    .notes = Notes
    .cooperative = Cooperative
    .workshop = Workshop
    .producer = Holder
    .from = From
    .until = Until
    .total = To be paid
    .explanation = How to read it
statement-fairness = How these deliveries were split, at the value of the lots
statement-fairness-label =
    .delivery = Delivery
    .offered = Offered
    .target = Fair
    .allocated = Allocated
    .accepted = Accepted
    .share-agreed = Share
    .share-accepted = Part accepted
statement-total = To be paid: { $total }
statement-explanation = Each line comes from the pool of one product in one cycle: what the buyers paid is shared among its makers by accepted units. The cooperative shows the details of each pool to its members.

## Descriptions of journal entries

entry-invoice-issued = Invoice { $name }
entry-debt-written-off = Loss: what was open of { $invoice }, by decision
entry-debt-recovered = Recovered of { $invoice }, which had been written off
entry-debit-note-issued = Debit note { $name }
entry-credit-note-issued = Credit note { $name }
entry-payment-received = Payment of { $buyer }
entry-payment-allocated = Payment applied to { $invoice }
entry-payment-released = Released from { $invoice }, in the buyer’s favour
entry-payment-reversed = Reversal of the payment of { $buyer }
entry-refund-requested = Refund to { $buyer }
entry-refund-cancelled = Refund cancelled
entry-card-refunded = Refund to a card
entry-card-refund-reversed = Refund to a card that was not carried out
entry-refund-paid = Refund transferred
entry-bank-fee = Bank fee
entry-bank-interest = Bank interest
entry-cash-deposit = Cash paid in at the bank
entry-own-transfer = Transfer between own accounts
entry-bank-line-undone = Reversal: { $name }
entry-bank-opened = Opening balance of the bank
entry-cards-settled-reversed = Reversal of a payout of card payments
entry-cards-settled = Payout of card payments
entry-pool-closed = Pool { $product }, { $cycle }
entry-earnings-payable = Sales paid by buyers
entry-earnings-carried = Earnings payable when the pool closes; the cooperative waits for the buyers
entry-pool-corrected = Correction of a pool
entry-stock-received = The cooperative takes { $product } into stock
entry-stock-disposed =
    Stock of { $product }: { $kind ->
        [sold] sale
        [given_away] gift
        [written_off] write-off
        [not_received] had not come
       *[lost] loss
    }
entry-stock-disposal-reversed = Stock of { $product }: a disposal is reversed
entry-advance-paid = Advance to { $workshop }
entry-deduction-recorded = Deduction of { $workshop }
entry-adjustment-stated = Advance or deduction of { $workshop } on its statement
entry-adjustment-reversed = Reversal of an advance or deduction of { $workshop }
entry-payout-sent = Payout to { $workshop } sent
entry-payout-confirmed = Payout to { $workshop } confirmed
entry-payout-failed = Payout to { $workshop } not carried out by the bank
entry-payout-returned = Payout to { $workshop } returned by the bank
entry-payout-confirmation-undone = Payout to { $workshop } confirmed by mistake: the bank line was another
entry-payout-return-undone = Return of the payout to { $workshop } recorded by mistake: the bank line was another
payout-returned-reason = The bank statement shows the return.
