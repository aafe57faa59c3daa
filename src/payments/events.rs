//! What payments tells.

use chrono::NaiveDate;
use entities::values::{Amount, BankLineId, CardPayoutId, InvoiceId, PaymentId};
use uuid::Uuid;

use crate::platform::unit_of_work;

/// A fact of payments.
#[derive(Debug)]
pub enum Event {
    /// A buyer's payment was recognised.
    PaymentReceived {
        /// The payment.
        payment_id: PaymentId,
    },
    /// A part of a payment was put to an invoice.
    PaymentApplied {
        /// The payment.
        payment_id: PaymentId,
        /// The part.
        allocation_id: Uuid,
        /// The invoice.
        invoice_id: InvoiceId,
        /// How much.
        amount: Amount,
    },
    /// What buyers had paid by card reached the bank, less what the card processor kept.
    CardsSettled {
        /// The processor's payout.
        card_payout_id: CardPayoutId,
        /// What reached the bank.
        amount: Amount,
        /// What the processor kept.
        fee: Amount,
        /// The bank's day.
        booked_on: NaiveDate,
    },
    /// A line of the bank statement with money going out and the reference of a payout.
    PayoutSeen {
        /// The line.
        bank_line_id: BankLineId,
        /// The reference found in it.
        reference: String,
        /// Negative.
        amount: Amount,
        /// The bank's day.
        booked_on: NaiveDate,
    },
}

impl unit_of_work::Event for Event {}
