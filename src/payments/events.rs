//! Events of payments.

use chrono::NaiveDate;
use entities::values::{
    Amount, BankBalanceId, BankLineId, BankLineMatchId, CardPayoutId, InvoiceId, PaymentId, PayoutId, RefundId,
};
use uuid::Uuid;

use crate::platform::unit_of_work;

/// Something that happened in payments.
#[derive(Debug)]
pub enum Event {
    /// A payment of a buyer was recorded.
    PaymentReceived {
        /// The payment.
        payment_id: PaymentId,
    },
    /// A part of a payment was allocated to an invoice.
    PaymentAllocated {
        /// The payment.
        payment_id: PaymentId,
        /// The allocation.
        allocation_id: Uuid,
        /// The invoice.
        invoice_id: InvoiceId,
        /// The part.
        amount: Amount,
    },
    /// A part of a payment was released from an invoice, because the payment was reversed.
    PaymentReleased {
        /// The release.
        release_id: Uuid,
        /// The invoice.
        invoice_id: InvoiceId,
        /// The part.
        amount: Amount,
    },
    /// A payment was reversed. What it paid was released before.
    PaymentReversed {
        /// The payment.
        payment_id: PaymentId,
    },
    /// A refund was requested.
    RefundRequested {
        /// The refund.
        refund_id: RefundId,
    },
    /// A refund was cancelled.
    RefundCancelled {
        /// The refund.
        refund_id: RefundId,
    },
    /// The card processor returned money to a card.
    CardRefundPaid {
        /// The refund.
        refund_id: RefundId,
    },
    /// The card processor could not return it after all.
    CardRefundReversed {
        /// The refund.
        refund_id: RefundId,
    },
    /// A bank line was named as a refund, a fee, interest or a transfer between own accounts.
    BankLineNamed {
        /// Its match.
        match_id: BankLineMatchId,
    },
    /// That was undone.
    BankLineUndone {
        /// The match.
        match_id: BankLineMatchId,
    },
    /// A person named a bank line as a payout.
    PayoutNamed {
        /// The payout.
        payout_id: PayoutId,
        /// The bank line.
        bank_line_id: BankLineId,
        /// Negative, because the money left the account.
        amount: Amount,
        /// The day of the bank line.
        booked_on: NaiveDate,
    },
    /// A person named a bank line as a payout that the bank returned.
    PayoutReturnNamed {
        /// The payout.
        payout_id: PayoutId,
        /// The bank line.
        bank_line_id: BankLineId,
        /// Positive, because the money came back.
        amount: Amount,
        /// The day of the bank line.
        booked_on: NaiveDate,
    },
    /// A bank line does not show a payout or its return, as it was taken for.
    PayoutMatchUndone {
        /// The payout.
        payout_id: PayoutId,
        /// The bank line.
        bank_line_id: BankLineId,
        /// Why.
        reason: String,
    },
    /// The opening balance of the bank account was recorded or corrected.
    OpeningBalanceRecorded {
        /// The balance.
        id: BankBalanceId,
        /// The difference to the opening balance before.
        change: Amount,
        /// Its day.
        balance_on: NaiveDate,
    },
    /// A bank line is no payout of the card processor, as was recorded.
    CardPayoutReversed {
        /// The payout.
        card_payout_id: CardPayoutId,
    },
    /// A payout of the card processor reached the bank: what buyers paid by card, less the processor's fee.
    CardPayoutRecorded {
        /// The payout.
        card_payout_id: CardPayoutId,
        /// What reached the bank.
        amount: Amount,
        /// What the processor kept.
        fee: Amount,
        /// The day of the bank line.
        booked_on: NaiveDate,
    },
    /// A bank line with outgoing money contains the reference of a payout.
    PayoutReferenceFound {
        /// The bank line.
        bank_line_id: BankLineId,
        /// The reference.
        reference: String,
        /// Negative, because the money left the account.
        amount: Amount,
        /// The day of the bank line.
        booked_on: NaiveDate,
    },
}

impl unit_of_work::Event for Event {}
