//! The verbs of payments.

pub mod allocate;
pub mod card_payments;
pub mod card_payouts;
pub mod import;
pub mod lines;
pub mod receive;
pub mod suggest;
