//! The queries of invoicing.

pub mod cycles;
pub mod deliveries;
pub mod documents;
pub mod lines;
