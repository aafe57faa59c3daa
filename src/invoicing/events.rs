//! What invoicing tells.

use entities::values::{CycleId, InvoiceId};

use crate::platform::unit_of_work;

/// A fact of invoicing.
#[derive(Debug)]
pub enum Event {
    /// An invoice was issued.
    InvoiceIssued {
        /// The invoice.
        invoice_id: InvoiceId,
    },
    /// A credit note was issued.
    CreditNoteIssued {
        /// The note itself; `references_id` of its row names the invoice.
        invoice_id: InvoiceId,
    },
    /// The PDF of a document lies in the file store, for the first time.
    DocumentFiled {
        /// The invoice or credit note.
        invoice_id: InvoiceId,
    },
    /// Every confirmed delivery of a delivered cycle is invoiced: its pools may close. Told once.
    CycleInvoiced {
        /// The cycle.
        cycle_id: CycleId,
    },
    /// Invoices that passed their day.
    InvoicesOverdue {
        /// The invoices.
        invoice_ids: Vec<InvoiceId>,
    },
}

impl unit_of_work::Event for Event {}
