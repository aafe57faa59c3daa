//! Events of payments.

use chrono::NaiveDate;
use entities::values::{Amount, BankLineId, CardPayoutId, InvoiceId, PaymentId};
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
