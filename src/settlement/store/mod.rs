//! Queries of settlement, one file for each kind of row.

pub mod adjustments;
pub mod commission_rates;
pub mod cycle_fairness;
pub mod cycle_money;
pub mod earnings;
pub mod invoice_progress;
pub mod ledger;
pub mod payables;
pub mod payout_account;
pub mod payout_batches;
pub mod payouts;
pub mod pool_faults;
pub mod pool_shares;
pub mod pools;
pub mod statement_deliveries;
pub mod statements;
pub mod unshared_goods;
