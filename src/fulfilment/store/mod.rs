//! Queries of fulfilment.

pub mod batches;
pub mod deliveries;
pub mod delivery_lines;
pub mod goods_receipts;
pub mod quotas;
pub mod recalls;
pub mod stock;
