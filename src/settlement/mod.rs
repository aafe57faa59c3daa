//! Settlement: what each member earned, to the peso and with its reasons. What buyers pay flows through the pools of
//! the products they were delivered to the workshops that made them, and every step stands in a double-entry ledger.
//!
//! ```text
//! document issued → pool open → (cycle invoiced) pool closed ─┐
//!                    payment applied → pool paid so far ──────┴→ payable → statement → payout → confirmed
//! pool: open → closed → settled          payout: prepared → approved → exported → confirmed | failed
//! ```

mod actions;
mod api;
mod bank_files;
mod errors;
mod events;
mod jobs;
mod journal;
mod ledger;
mod postings;
mod rules;
mod store;

pub use actions::{
    documents::document_issued,
    payments::{cards_settled, payment_applied, payment_received},
    payouts::{NewPayoutAccount, approve, confirm, export, fail, prepare, put_payout_account, reference, seen_in_bank},
    pools::close_pools,
    statements::{StatementRun, run as run_statements},
};
pub use api::{APIS, Apis};
pub use errors::SettlementError;
pub use events::Event;
pub use jobs::{RenderStatement, render_statement};
pub use journal::hledger_journal;
