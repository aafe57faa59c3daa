//! Settlement: what each workshop earns, and how it is paid.
//!
//! The value of invoiced goods is collected in pools, one for each product and cycle. A pool is shared among the
//! workshops that made the goods, by accepted quantity. What buyers pay becomes payable to the workshops in proportion,
//! is listed on their statements, less advances and deductions, and paid out by bank transfer. Every step is posted to a double-entry ledger.
//!
//! ```text
//! document issued ──▶ pool open ──deliveries ended──▶ pool closed ─┐
//!                            payment allocated ──▶ pool paid so far ┴─▶ payable ──▶ statement ──▶ payout ──▶ confirmed
//!
//! pool:   open ──▶ closed ──▶ settled
//! payout: prepared ──▶ approved ──▶ exported ◀──▶ confirmed ◀──▶ returned
//!             │            │            └──▶ failed
//!             └────────────┴──▶ cancelled
//! ```
//!
//! Upstream: `members`, `catalogue`, `cycles`, `fulfilment`, `invoicing` and `payments`. Emits [`Event`].

mod actions;
mod api;
mod errors;
mod events;
mod jobs;
mod rules;
mod store;

pub use actions::{
    CreatedBatch, NewCashAdvance, NewCommissionRate, NewDeduction, NewPayoutAccount, StatementRun, apply_tax_status,
    approve_payout_batch, cancel_payout_batch, check_person_business, check_workshop_business, close_pools_job,
    confirm_named_payout, confirm_payout_by_reference, create_commission_rate, create_payout_batch, export_journal,
    export_payout_batch, issue_statements, load_statement_document, post_bank_line, post_bank_line_undone,
    post_card_payout, post_card_payout_reversal, post_card_refund, post_card_refund_reversal, post_document,
    post_opening_balance, post_payment, post_payment_allocation, post_payment_release, post_payment_reversal,
    post_recovery, post_refund, post_refund_cancelled, post_stock_disposal, post_stock_item, post_write_off,
    record_cash_advance, record_deduction, record_transferred_advance, render_statement, return_named_payout,
    reverse_adjustment, reverse_pool_fault, reverse_recall_faults, schedule_pool_closing,
    schedule_pool_closing_of_invoice, undo_payout_line, update_accepted_units, upsert_payout_account,
};
pub use api::{APIS, Apis};
pub use errors::SettlementError;
pub use events::{CorrectionFact, Event};
pub use jobs::{ClosePools, RenderStatement};
pub use store::{
    pool_faults::{PoolFaultView, list_fault_views},
    pools::{PoolOrigin, get_pool},
};
