//! Commands of fulfilment.

pub mod confirm_deliveries;
pub mod create_batch;
pub mod dispatch_deliveries;
pub mod end_delivery;
pub mod prepare_deliveries;
pub mod record_goods_receipt;
