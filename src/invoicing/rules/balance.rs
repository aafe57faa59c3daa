//! The name, the open amount and the state of an issued document.

use chrono::NaiveDate;
use entities::{
    invoicing::invoice,
    values::{Amount, InvoiceState},
};

/// The name of an issued document: its series and number, such as `F-12`.
pub fn document_name(document: &invoice::Model) -> String {
    format!("{}-{}", document.series, document.number.unwrap_or_default())
}

/// The amount of an invoice that payments and credit notes have not covered and that is not written off. Of a credit
/// note: what remains as the buyer's credit.
pub fn open_amount(document: &invoice::Model) -> Amount {
    document.total - document.paid - document.written_off
}

/// What the state of an issued invoice depends on.
#[derive(Clone, Copy, Debug)]
pub struct InvoiceBalance {
    /// Total of the invoice.
    pub total: Amount,
    /// Covered by payments and credit notes.
    pub paid: Amount,
    /// Total of its credit notes.
    pub credited: Amount,
    /// Written off and not recovered.
    pub written_off: Amount,
    /// The day by which it is to be paid.
    pub due_on: Option<NaiveDate>,
}

impl From<&invoice::Model> for InvoiceBalance {
    fn from(row: &invoice::Model) -> Self {
        Self {
            total: row.total,
            paid: row.paid,
            credited: row.credited,
            written_off: row.written_off,
            due_on: row.due_on,
        }
    }
}

/// The state of an issued invoice. The first that applies: credited, written
/// off, paid, overdue, partly paid, issued.
pub fn invoice_state(balance: InvoiceBalance, today: NaiveDate) -> InvoiceState {
    let InvoiceBalance { total, paid, credited, written_off, due_on } = balance;
    if credited >= total && total > Amount::ZERO {
        InvoiceState::Credited
    } else if written_off > Amount::ZERO && paid + written_off >= total {
        InvoiceState::WrittenOff
    } else if paid >= total {
        InvoiceState::Paid
    } else if due_on.is_some_and(|due| due < today) {
        InvoiceState::Overdue
    } else if paid > Amount::ZERO {
        InvoiceState::PartlyPaid
    } else {
        InvoiceState::Issued
    }
}
