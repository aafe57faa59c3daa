//! CONTRACT STUB
use entities::{invoicing::*, values::*};
use crate::platform::{http::problem::Answer, work::{Work, Fact}};
#[derive(Debug)]
pub enum Event {
    InvoiceIssued { invoice_id: InvoiceId },
    CreditNoteIssued { invoice_id: InvoiceId },
    /// Every confirmed delivery of the cycle is invoiced: its pools may close.
    CycleInvoiced { cycle_id: CycleId },
}
impl Fact for Event {}
pub async fn invoice(_w: &Work, _id: InvoiceId) -> Answer<invoice::Model> { todo!() }
pub async fn invoice_lines(_w: &Work, _ids: &[InvoiceId]) -> Answer<Vec<invoice_line::Model>> { todo!() }
pub async fn invoice_taxes(_w: &Work, _ids: &[InvoiceId]) -> Answer<Vec<invoice_tax::Model>> { todo!() }
/// Lines of issued documents of a cycle (credit notes negative), with their document's kind.
pub async fn lines_of_cycle(_w: &Work, _cycle: CycleId) -> Answer<Vec<(InvoiceKind, invoice_line::Model)>> { todo!() }
/// Open invoices of a buyer, oldest due first.
pub async fn open_invoices(_w: &Work, _buyer: BuyerId) -> Answer<Vec<invoice::Model>> { todo!() }
/// Records that `amount` of an invoice is paid (state partly_paid/paid); refuses more than is open. Called by payments.
pub async fn paid(_w: &mut Work, _invoice: InvoiceId, _amount: Amount) -> Answer<invoice::Model> { todo!() }
