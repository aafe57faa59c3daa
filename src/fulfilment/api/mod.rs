//! API of fulfilment.

mod batch_traces;
mod batches;
mod buyer_deliveries;
mod deliveries;
mod goods_receipts;
mod own_receipts;
mod quotas_to_make;
mod recalls;
mod staff_deliveries;
mod stock;
mod tag;

/// The APIs of fulfilment.
pub type Apis = (
    goods_receipts::GoodsReceipts,
    own_receipts::OwnReceipts,
    quotas_to_make::QuotasToMake,
    batches::Batches,
    batch_traces::BatchTraces,
    staff_deliveries::StaffDeliveries,
    stock::Stock,
    recalls::Recalls,
    buyer_deliveries::BuyerDeliveries,
);

/// The APIs of fulfilment, to mount.
pub const APIS: Apis = (
    goods_receipts::GoodsReceipts,
    own_receipts::OwnReceipts,
    quotas_to_make::QuotasToMake,
    batches::Batches,
    batch_traces::BatchTraces,
    staff_deliveries::StaffDeliveries,
    stock::Stock,
    recalls::Recalls,
    buyer_deliveries::BuyerDeliveries,
);
