//! States and kinds from the goods that come in to the money that goes out.

use poem_openapi::Enum;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::states::states;

states! {
    /// Why goods were rejected.
    RejectionCause {
        /// Not as the protocol asks.
        Quality = "quality",
        /// Broken or spoilt on the way.
        Damaged = "damaged",
        /// More than the quota.
        Surplus = "surplus",
        /// Not brought.
        Missing = "missing",
    }

    /// Where a delivery stands.
    DeliveryState {
        /// Packed.
        Prepared = "prepared",
        /// Left the cooperative.
        Dispatched = "dispatched",
        /// Received by the buyer.
        Confirmed = "confirmed",
        /// Lost: nothing of it reached the buyer or came back.
        Lost = "lost",
        /// Not accepted by the buyer.
        Refused = "refused",
        /// Brought back to the cooperative, or never sent.
        Returned = "returned",
    }

    /// How a delivery ended that did not reach its buyer.
    DeliveryFailure {
        /// Lost: nothing of it reached the buyer or came back.
        Lost = "lost",
        /// Not accepted by the buyer.
        Refused = "refused",
        /// Brought back to the cooperative, or never sent.
        Returned = "returned",
    }

    /// Why the cooperative took goods over from their makers.
    StockSource {
        /// Accepted, and no order needed them.
        Surplus = "surplus",
        /// Their delivery was lost. They leave the stock at once.
        Lost = "lost",
        /// The buyer did not accept their delivery.
        Refused = "refused",
        /// Their delivery came back.
        Returned = "returned",
    }

    /// How goods left the cooperative's stock.
    StockDisposalKind {
        /// Sold.
        Sold = "sold",
        /// Given away.
        GivenAway = "given_away",
        /// Written off.
        WrittenOff = "written_off",
        /// Lost with their delivery.
        Lost = "lost",
        /// Had not come: the receipt was corrected, so their makers are not paid for them.
        NotReceived = "not_received",
    }

    /// Kind of an issued document.
    InvoiceKind {
        /// Invoice.
        Invoice = "invoice",
        /// Credit note; references the document it corrects.
        CreditNote = "credit_note",
        /// Debit note; references the invoice to which it adds, and is paid as an invoice is.
        DebitNote = "debit_note",
    }

    /// Why a credit note or a debit note corrects amounts.
    CorrectionCause {
        /// Units were returned or are missing.
        Goods = "goods",
        /// The price was wrong.
        Price = "price",
        /// A discount that was agreed on.
        Discount = "discount",
        /// Interest and the commission of Ley 21.131 on what was paid late.
        LateInterest = "late_interest",
    }

    /// What a credit note corrects (SII: 1, 2, 3).
    CreditReason {
        /// It annuls what is left of the document.
        Annul = "annul",
        /// It corrects a text; it moves no money.
        Text = "text",
        /// It corrects amounts.
        Amounts = "amounts",
    }

    /// Where an invoice stands.
    InvoiceState {
        /// Not yet issued.
        Draft = "draft",
        /// Issued, nothing paid.
        Issued = "issued",
        /// Paid in part.
        PartlyPaid = "partly_paid",
        /// Paid whole.
        Paid = "paid",
        /// Due and not paid.
        Overdue = "overdue",
        /// Annulled by a credit note.
        Credited = "credited",
        /// What was open of it is a loss that the pools bear.
        WrittenOff = "written_off",
    }

    /// Where a write-off of a buyer's debt stands.
    WriteOffState {
        /// Requested by one person.
        Requested = "requested",
        /// Approved by another.
        Approved = "approved",
        /// Not approved, or withdrawn.
        Cancelled = "cancelled",
    }

    /// Where a line of the bank statement stands.
    BankLineState {
        /// Nobody knows yet what it pays.
        Unmatched = "unmatched",
        /// It is known what it is.
        Matched = "matched",
        /// It resembles another line; a person decides whether it is another movement.
        PossibleDuplicate = "possible_duplicate",
        /// It is the same movement as another line, as a person decided; nothing is booked for it.
        Duplicate = "duplicate",
    }

    /// What a line of the bank statement is.
    BankLineKind {
        /// A payment of a buyer.
        Payment = "payment",
        /// What buyers paid by card, less the processor's fee.
        CardPayout = "card_payout",
        /// A payout to a workshop.
        Payout = "payout",
        /// A payout that the bank returned.
        PayoutReturn = "payout_return",
        /// A refund to a buyer.
        Refund = "refund",
        /// A fee of the bank, or one that it gave back.
        BankFee = "bank_fee",
        /// Interest received or paid.
        Interest = "interest",
        /// To or from another account of the cooperative.
        OwnTransfer = "own_transfer",
        /// Cash of the cooperative that was paid in at the bank.
        CashDeposit = "cash_deposit",
        /// The bank took a payment of a buyer back, such as a returned cheque.
        PaymentReturn = "payment_return",
        /// An advance to a workshop.
        Advance = "advance",
    }

    /// Where a refund stands.
    RefundState {
        /// To be transferred to the buyer, or under way to the card.
        Requested = "requested",
        /// The bank statement shows it, or the card processor carried it out.
        Paid = "paid",
        /// It will not be paid, or the card processor could not: the buyer keeps the balance.
        Cancelled = "cancelled",
    }

    /// Which balance of the bank account was recorded.
    BankBalanceKind {
        /// What the account held before the first imported line.
        Opening = "opening",
        /// What a bank statement ends with.
        Closing = "closing",
    }

    /// What moves a buyer's account.
    AccountMovementKind {
        /// An invoice: the buyer owes more.
        Invoice = "invoice",
        /// A credit note.
        CreditNote = "credit_note",
        /// A debit note: the buyer owes more.
        DebitNote = "debit_note",
        /// A payment.
        Payment = "payment",
        /// The reversal of a payment.
        PaymentReversal = "payment_reversal",
        /// A refund.
        Refund = "refund",
        /// What was open of a document is written off.
        WriteOff = "write_off",
        /// A part of that is paid after all.
        Recovery = "recovery",
    }

    /// How a buyer paid.
    PaymentMethod {
        /// Bank transfer.
        Transfer = "transfer",
        /// Card.
        Card = "card",
    }

    /// Why a part of a payment was released from an invoice.
    ReleaseReason {
        /// A credit note left less of the invoice to pay.
        CreditNote = "credit_note",
        /// The payment was reversed.
        Reversal = "reversal",
    }

    /// Where a card payment stands.
    CardPaymentState {
        /// The card processor is being asked for a page to pay on.
        Requested = "requested",
        /// The page is open; whether it was paid is not known yet.
        Open = "open",
        /// The card processor says that it was paid.
        Paid = "paid",
        /// The page closed without a payment.
        Expired = "expired",
        /// There was never a page.
        Failed = "failed",
    }

    /// Why there was never a page to pay a card payment on.
    CardPaymentFailure {
        /// The card processor did not answer in time.
        NoAnswer = "no_answer",
        /// The card processor does not take this payment.
        Refused = "refused",
        /// The card processor does not know the installation's key.
        KeyRefused = "key_refused",
    }

    /// Where a pool stands.
    PoolState {
        /// Deliveries are still being confirmed.
        Open = "open",
        /// Shared out.
        Closed = "closed",
        /// Every peso is in a statement.
        Settled = "settled",
    }

    /// How far the money of a cycle has come.
    CycleMoneyState {
        /// Buyers have still to be invoiced, or to pay.
        Collecting = "collecting",
        /// All is paid; not all of it is in statements.
        Stating = "stating",
        /// All is in statements; not all of them are paid out.
        PayingOut = "paying_out",
        /// Every workshop has its part in the bank.
        PaidOut = "paid_out",
    }

    /// Where a statement stands.
    StatementState {
        /// Being prepared.
        Draft = "draft",
        /// Told to the producer; never changes again.
        Issued = "issued",
    }

    /// What a line of a statement says.
    StatementLineKind {
        /// Share of a pool's net value.
        Share = "share",
        /// VAT of those sales, which the producer owes.
        SaleVat = "sale_vat",
        /// Additional taxes of those sales, which the producer owes.
        SaleAdditionalTax = "sale_additional_tax",
        /// Commission of the cooperative.
        Commission = "commission",
        /// VAT on the commission.
        CommissionVat = "commission_vat",
        /// Brought forward from the statement before.
        Carried = "carried",
        /// An advance that the workshop has received.
        Advance = "advance",
        /// A deduction that the workshop consented to.
        Deduction = "deduction",
    }

    /// What a workshop's next statement takes off.
    AdjustmentKind {
        /// Money that the workshop has received early.
        Advance = "advance",
        /// What it owes the cooperative and consented to have deducted.
        Deduction = "deduction",
    }

    /// How an advance was paid.
    AdvanceMethod {
        /// By bank transfer, which a bank line shows.
        Transfer = "transfer",
        /// In cash.
        Cash = "cash",
    }

    /// Who declares the taxes of a workshop's sales, as its tax status and the model of sale decide when its pool is shared.
    SaleTaxes {
        /// The workshop: it receives the taxes of its part with it.
        Workshop = "workshop",
        /// Both: the workshop invoices the cooperative, which declares the sale.
        Invoiced = "invoiced",
        /// The cooperative: the workshop's own sales carry no taxes.
        Cooperative = "cooperative",
        /// Nobody yet: the workshop has no tax status.
        Undecided = "undecided",
    }

    /// How the cooperative sells what the workshops made.
    SalesModel {
        /// On the workshops' behalf, for a commission.
        Mandate = "mandate",
        /// In its own name, after buying from the workshops.
        Resale = "resale",
    }

    /// When the earnings of a pool fall due.
    PayablesDue {
        /// As the buyers pay.
        Payment = "payment",
        /// All of them when the pool closes: the cooperative waits for the buyers.
        PoolClosing = "pool_closing",
    }

    /// Where a payout stands.
    PayoutState {
        /// Waits for a second person.
        Prepared = "prepared",
        /// Approved by another person.
        Approved = "approved",
        /// In a bank file.
        Exported = "exported",
        /// Seen in the bank statement.
        Confirmed = "confirmed",
        /// The bank did not carry it out.
        Failed = "failed",
        /// The bank carried it out and sent it back later.
        Returned = "returned",
        /// Cancelled before it was exported.
        Cancelled = "cancelled",
    }

    /// Layout of a payout file.
    BankFileFormat {
        /// ISO 20022 pain.001.001.09.
        Pain001 = "pain001",
        /// Bulk transfer file (nómina) in the columns of BCI.
        NominaBci = "nomina_bci",
    }

    /// What a message is about.
    MessageKind {
        /// Quotas wait for a workshop's answer.
        QuotasPublished = "quotas_published",
        /// Quotas that nobody answered in time.
        QuotasExpired = "quotas_expired",
        /// Quotas that the cooperative took back.
        QuotasWithdrawn = "quotas_withdrawn",
        /// Quotas of which less is wanted.
        QuotasReduced = "quotas_reduced",
        /// A date of a standing order that was not ordered whole.
        OccurrenceDecided = "occurrence_decided",
        /// Ordered units that will not come.
        ShortageRecorded = "shortage_recorded",
        /// What may change of an order that is placed.
        OrderWarning = "order_warning",
        /// A delivery left the cooperative.
        DeliveryDispatched = "delivery_dispatched",
        /// Goods that a buyer has are recalled.
        RecallOpened = "recall_opened",
        /// A recall turned out to be a false alarm.
        RecallLifted = "recall_lifted",
        /// An invoice or credit note, with its PDF.
        DocumentFiled = "document_filed",
        /// An invoice passed its day.
        InvoiceOverdue = "invoice_overdue",
        /// What a workshop earned of a delivery was corrected.
        EarningsCorrected = "earnings_corrected",
        /// A statement, with its PDF.
        StatementFiled = "statement_filed",
        /// A payout was seen in the bank statement.
        PayoutConfirmed = "payout_confirmed",
        /// A payout that did not reach the workshop's account.
        PayoutFailed = "payout_failed",
        /// A workshop's payouts go to another account.
        BankAccountChanged = "bank_account_changed",
        /// An application whose address is to be confirmed.
        ApplicationSubmitted = "application_submitted",
        /// An application that staff look at.
        ApplicationInReview = "application_in_review",
        /// What staff ask an applicant.
        ApplicationMoreAsked = "application_more_asked",
        /// An approved application, with the way to the first order.
        ApplicationApproved = "application_approved",
        /// A refused application, with the reason.
        ApplicationRefused = "application_refused",
        /// An application that was withdrawn.
        ApplicationWithdrawn = "application_withdrawn",
    }
}
