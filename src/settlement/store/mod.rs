//! Queries of settlement: pools and what payments have reached of them, statements, payouts, the ledger.

pub mod cycle_money;
pub mod ledger;
pub mod payouts;
pub mod pools;
pub mod statements;

pub use pools::*;
