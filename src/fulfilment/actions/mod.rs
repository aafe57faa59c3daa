//! Commands of fulfilment.

pub mod block_goods;
pub mod confirm_deliveries;
pub mod confirm_part;
pub mod correct_goods_receipt;
pub mod create_batch;
pub mod dispatch_deliveries;
pub mod dispose_stock;
pub mod end_delivery;
pub mod lift_recall;
pub mod prepare_deliveries;
pub mod receive_stock;
pub mod record_goods_receipt;
pub mod unpack_batch;
