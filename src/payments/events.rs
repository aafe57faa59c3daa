//! What payments tells.

use chrono::NaiveDate;
use entities::values::{Amount, BankLineId, InvoiceId, PaymentId};
use uuid::Uuid;

use crate::platform::work::Fact;

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

impl Fact for Event {}
