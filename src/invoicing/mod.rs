//! What buyers owe: documents made from what was delivered, numbered without gaps, never changed once issued. Every
//! correction is a credit note that names what it corrects.
//!
//! ```text
//! invoice:      draft ──issue──▶ issued ──▶ partly paid ──▶ paid          draft lives only inside one transaction
//!                                  └──(day passed)──▶ overdue ──▶ paid
//!                                  └──(credit notes over all of it)──▶ credited
//! credit note:  draft ──issue──▶ issued
//! ```
//!
//! From fulfilment come the confirmed deliveries, from orders their prices; payments say what is paid. A buyer's
//! exposure passes here from its order to its invoice.

mod actions;
mod api;
mod document;
mod errors;
mod events;
mod jobs;
mod parties;
mod reads;
mod rules;
mod store;

pub use actions::{
    credit::{NewCreditNote, credit},
    cycle::end_if_invoiced,
    issue::{invoice_run, issue_delivery},
    overdue::mark_overdue,
    paid::paid,
};
pub use api::{APIS, Apis};
pub use errors::InvoicingError;
pub use events::Event;
pub use jobs::{
    InvoiceMonth, IssueInvoice, MarkOverdue, RenderInvoice, delivery_confirmed, document_issued, invoice_month,
    issue_invoice, mark_overdue as mark_overdue_job, render_invoice, run_all,
};
pub use parties::{BillingDetails, Party, buyer_on, put_billing_details, seller_on};
pub use rules::{name_of, open_of};
pub use store::{
    documents::{all_open_invoices, invoice, invoices, open_invoices},
    lines::{lines as invoice_lines, lines_of_cycle, taxes as invoice_taxes},
};
