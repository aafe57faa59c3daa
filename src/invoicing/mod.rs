//! Invoices and credit notes: documents that are made from deliveries, numbered without gaps and never changed once
//! issued. A correction is a credit note or a debit note that refers to the invoice.
//!
//! ```text
//! invoice:      draft ──issue──▶ issued ──▶ partly paid ──▶ paid          draft exists inside one transaction only
//!                                  └──due date passed──▶ overdue ──▶ paid
//!                                  ├──credit notes over the whole total──▶ credited
//!                                  └──write-off approved──▶ written off ──payment recovers it──▶ paid
//! credit note:  draft ──issue──▶ issued
//! debit note:   as an invoice
//! ```
//!
//! Reads the confirmed deliveries of `fulfilment` and the prices of `orders`. When an invoice is issued, the exposure of
//! its orders in `buyers` becomes that of the invoice. `payments` records what is paid.

mod actions;
mod api;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    create_applicant_details::create_applicant_details,
    create_credit_note::{CreditedLine, NewCreditNote, create_credit_note},
    create_debit_note::{DebitCause, DebitedLine, NewDebitNote, create_debit_note},
    issue_invoices::{
        invoice_month, issue_all_invoices, issue_delivery_invoice, issue_invoice, issue_pending_invoices,
        schedule_invoice,
    },
    late_charges::{NewInterestRate, list_late_charges, record_interest_rate},
    mark_overdue::{mark_overdue, mark_overdue_job},
    record_invoice_payment::{record_invoice_payment, update_payments_of_invoice},
    render_invoice::{load_document, render_invoice, schedule_document},
    upsert_billing_details::{NewBillingDetails, upsert_billing_details},
    write_off_debt::{NewWriteOff, approve_write_off, cancel_write_off, request_write_off},
};
pub use api::{APIS, Apis};
pub use errors::InvoicingError;
pub use events::Event;
pub use jobs::{InvoiceMonth, IssueInvoice, MarkOverdue, RenderInvoice};
pub use rules::{CreditedPart, FaultyUnits, buyer_of_document, document_name, open_amount, seller_of_document};
pub use store::{
    cycles::list_uninvoiced_products,
    invoice_lines::{list_invoice_lines, list_invoice_taxes},
    invoices::{
        get_invoice, list_all_open_invoices, list_invoices_by_id, list_issued_documents, list_open_invoices,
        lock_invoice, lock_invoices,
    },
    quality_faults::{CreditedFault, list_quality_faults},
    write_offs::{list_losses, list_requested_write_offs},
};
