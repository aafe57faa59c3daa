//! The queries of payments.

pub mod lines;
pub mod payments;
