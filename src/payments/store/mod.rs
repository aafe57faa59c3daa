//! Queries of payments, one file for each kind of row.

pub mod bank_lines;
pub mod card_events;
pub mod card_payments;
pub mod card_payouts;
pub mod payments;
