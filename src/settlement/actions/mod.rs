//! Commands of settlement, one file each, and the runner of its job beside the command that it runs.

mod apply_tax_status;
mod approve_payout_batch;
mod cancel_payout_batch;
mod change_pools;
mod check_person_business;
mod check_workshop_business;
mod close_pools;
mod confirm_payout;
mod create_commission_rate;
mod create_payout_batch;
mod describe_accounts;
mod distribute_payment;
mod export_journal;
mod export_payout_batch;
mod export_statement;
mod fail_payout;
mod issue_statements;
mod load_bank_reconciliation;
mod load_statement_fairness;
mod load_unshared_goods;
mod payouts;
mod post_bank;
mod post_card_payout;
mod post_stock;
mod post_document;
mod post_entry;
mod post_payment;
mod post_write_off;
mod record_adjustment;
mod record_pool_faults;
mod render_statement;
mod return_payout;
mod sharing_terms;
mod statement_notes;
mod undo_payout_line;
mod update_accepted_units;
mod update_shares;
mod update_payables;
mod upsert_payout_account;

pub use apply_tax_status::apply_tax_status;
pub use approve_payout_batch::approve_payout_batch;
pub use cancel_payout_batch::cancel_payout_batch;
pub use check_person_business::check_person_business;
pub use check_workshop_business::check_workshop_business;
pub use close_pools::{close_pools_job, schedule_pool_closing, schedule_pool_closing_of_invoice};
pub use confirm_payout::{confirm_named_payout, confirm_payout_by_reference};
pub use create_commission_rate::{NewCommissionRate, create_commission_rate};
pub use create_payout_batch::{CreatedBatch, create_payout_batch};
pub use export_journal::export_journal;
pub use export_payout_batch::export_payout_batch;
pub use issue_statements::{StatementRun, issue_statements};
pub use post_bank::{post_bank_line, post_bank_line_undone, post_opening_balance};
pub use post_card_payout::{post_card_payout, post_card_payout_reversal};
pub use post_document::post_document;
pub use post_payment::{
    post_card_refund, post_card_refund_reversal, post_payment, post_payment_allocation, post_payment_release,
    post_payment_reversal, post_refund, post_refund_cancelled,
};
pub use post_stock::{post_stock_disposal, post_stock_item};
pub use post_write_off::{post_recovery, post_write_off};
pub use record_adjustment::{
    NewCashAdvance, NewDeduction, record_cash_advance, record_deduction, record_transferred_advance, reverse_adjustment,
};
pub use record_pool_faults::{reverse_pool_fault, reverse_recall_faults};
pub use render_statement::{load_statement_document, render_statement};
pub use return_payout::return_named_payout;
pub use undo_payout_line::undo_payout_line;
pub use update_accepted_units::update_accepted_units;
pub use upsert_payout_account::{NewPayoutAccount, upsert_payout_account};

pub(super) use confirm_payout::confirm_payout;
pub(super) use describe_accounts::{PaidAccount, describe_accounts};
pub(super) use export_statement::export_statement;
pub(super) use fail_payout::fail_payout;
pub(super) use load_bank_reconciliation::{BankAccount, load_bank_reconciliation};
pub(super) use load_statement_fairness::{DeliveryFairness, load_statement_fairness};
pub(super) use load_unshared_goods::{UnsharedGoods, load_unshared_goods};
pub(super) use return_payout::return_payout;
pub(super) use update_payables::share_earnings;
