//! Events of invoicing.

use entities::values::InvoiceId;

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
    /// A debit note was issued.
    DebitNoteIssued {
        /// The debit note. Its row refers to the invoice by `references_id`.
        invoice_id: InvoiceId,
    },
    /// The PDF of a document is in the file store. Emitted once per document.
    DocumentFiled {
        /// The invoice or credit note.
        invoice_id: InvoiceId,
    },
    /// Invoices became overdue.
    InvoicesOverdue {
        /// The invoices.
        invoice_ids: Vec<InvoiceId>,
    },
}

impl unit_of_work::Event for Event {}
