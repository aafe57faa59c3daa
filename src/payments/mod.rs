//! CONTRACT STUB
use entities::{payments::*, values::*};
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
#[derive(Debug)]
pub enum Event {
    PaymentReceived { payment_id: PaymentId },
    /// A part of a payment was put to an invoice.
    PaymentApplied { payment_id: PaymentId, allocation_id: uuid::Uuid, invoice_id: InvoiceId, amount: Amount },
    /// A negative bank line with a payout's reference.
    PayoutSeen { bank_line_id: BankLineId, reference: String, amount: Amount, booked_on: chrono::NaiveDate },
}
impl Fact for Event {}
pub async fn payment(_w: &Work, _id: PaymentId) -> Answer<payment::Model> { todo!() }
