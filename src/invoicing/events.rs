//! Events of invoicing.

use entities::values::{Amount, DebtRecoveryId, InvoiceId, WriteOffId};

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
    /// What was open of an invoice was written off.
    DebtWrittenOff {
        /// The write-off.
        write_off_id: WriteOffId,
        /// The invoice.
        invoice_id: InvoiceId,
        /// How much, more than zero.
        amount: Amount,
    },
    /// A part of what was written off of an invoice is paid after all.
    DebtRecovered {
        /// The recovery.
        recovery_id: DebtRecoveryId,
        /// The invoice.
        invoice_id: InvoiceId,
        /// How much, more than zero.
        amount: Amount,
    },
    /// Invoices became overdue.
    InvoicesOverdue {
        /// The invoices.
        invoice_ids: Vec<InvoiceId>,
    },
}

impl unit_of_work::Event for Event {}
