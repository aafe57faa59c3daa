//! Payments of buyers: lines of the cooperative's bank statement, card payments, and the invoices that they pay.
//!
//! Every peso of a payment is allocated to an invoice or remains visible as unallocated, and no bank line is used twice.
//! What a credit note leaves without a line to pay is released and unallocated again.
//!
//! Locks are taken in this order, and what decides is read after them: bank line, buyer, invoices by id, card payment,
//! payments by id; settlement's pools come last. See ARCHITECTURE.md.
//!
//! ```text
//! bank line:    unmatched ──match (creates a payment)──▶ matched
//!                   ├──link (to a payment recorded by hand)──▶ matched
//!                   ├──card payout (what buyers paid by card reached the bank)──▶ matched
//!                   └──ignore──▶ ignored ──restore──▶ unmatched
//! card payment: requested ──checkout page created──▶ open ──paid──▶ paid (creates a payment)
//!                   └──no page──▶ failed                └──expired──▶ expired
//! payment:      received ──allocate──▶ partly allocated ──allocate──▶ allocated
//! ```
//!
//! Upstream: `buyers` (exposure, which falls by what is received) and `invoicing` (what is open, and what is paid).
//! Emits [`Event`]; a bank line with the reference of a payout is reported as `PayoutReferenceFound`.

mod actions;
mod api;
mod cards;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    BankLineImport, BankStatementRow, InvoiceAllocation, NewPayment, ReleasedPayment, allocate_payment,
    import_bank_lines, match_bank_line, open_checkout, poll_checkout, read_bank_statement, read_card_event,
    record_payment, release_payments,
};
pub use api::{APIS, Apis};
pub use cards::{CardProcessing, CardProcessor, CardProcessorError, Checkout, CheckoutPage, CheckoutStatus};
pub use errors::PaymentError;
pub use events::Event;
pub use jobs::{OpenCheckout, PollCheckout, ReadCardEvent};
pub use rules::payout_reference;
pub use store::payments::get_payment;
