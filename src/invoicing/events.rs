//! Events of invoicing.

use entities::values::{CycleId, InvoiceId};

use crate::platform::unit_of_work;

/// An event of invoicing.
#[derive(Debug)]
pub enum Event {
    /// An invoice was issued.
    InvoiceIssued {
        /// The invoice.
        invoice_id: InvoiceId,
    },
    /// A credit note was issued.
    CreditNoteIssued {
        /// The credit note. Its row refers to the invoice by `references_id`.
        invoice_id: InvoiceId,
    },
    /// The PDF of a document is in the file store. Emitted once per document.
    DocumentFiled {
        /// The invoice or credit note.
        invoice_id: InvoiceId,
    },
    /// Every confirmed delivery of a delivered cycle is invoiced, so its pools may close. Emitted once per cycle.
    CycleInvoiced {
        /// The cycle.
        cycle_id: CycleId,
    },
    /// Invoices became overdue.
    InvoicesOverdue {
        /// The invoices.
        invoice_ids: Vec<InvoiceId>,
    },
}

impl unit_of_work::Event for Event {}
