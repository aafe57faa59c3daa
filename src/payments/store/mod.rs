//! Queries of payments, one file for each kind of row.

pub mod bank_balances;
pub mod bank_line_matches;
pub mod bank_lines;
pub mod card_events;
pub mod card_payments;
pub mod card_payouts;
pub mod payments;
pub mod refunds;
