//! The verbs of settlement.

pub mod documents;
pub mod payables;
pub mod payments;
pub mod payouts;
pub mod pools;
pub mod statements;
