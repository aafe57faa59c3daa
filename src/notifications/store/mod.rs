//! The queries of notifications: messages, and the rows of all slices that they speak of.

mod facts;
mod messages;
mod orders;

pub use facts::{bank_account, buyers_of_invoices, delivery, payout, quotas, quotas_of, statement};
pub use messages::{Which, by_key, insert_new, known, list, set_refused, set_sent};
pub use orders::{buyers_of_orders, cut_lines, occurrence, reduced_lines, standing_order};
