//! The queries of fulfilment.

pub mod batches;
pub mod deliveries;
pub mod names;
pub mod quotas;
pub mod receipts;
