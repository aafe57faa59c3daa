//! Decisions of settlement as pure functions: how pools are shared and paid, what is posted for each business fact, and
//! the files that leave it.

pub mod bank_files;
pub mod hledger;
pub mod ledger;
pub mod postings;

mod commission;
mod bank_reconciliation;
mod cycle_fairness;
mod cycle_money;
mod earnings;
mod earnings_parts;
mod invoice_lines;
mod payout_accounts;
mod payout_day;
mod payout_states;
mod pool_shares;

pub use bank_reconciliation::{BankFigures, count_and_sum};
pub use commission::CommissionRates;
pub use cycle_fairness::{CycleFairness, target_value};
pub use cycle_money::money_state;
pub use earnings::{Earnings, PayableChange, WorkshopEarnings};
pub use earnings_parts::{EarningsParts, PlacedPayable, place_earnings};
pub use invoice_lines::{
    DocumentTax, DocumentValue, LineBalance, LineValue, TaxedLine, credited_by_line, paid_beyond, spread_payment,
    value_by_line,
};
pub use payout_accounts::{AccountRefusal, account_refusal, awaits_confirmation, is_new};
pub use payout_day::next_payout_on;
pub use payout_states::{PayoutChange, next_payout_state};
pub use pool_shares::{Maker, commission_vat_bps, due_earnings, sale_taxes, share_pool, split_line_value};
