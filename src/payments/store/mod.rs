//! The queries of payments.

pub mod cards;
pub mod lines;
pub mod payments;
