//! Events of fulfilment.

use entities::values::{BatchId, CycleId, DeliveryId, ProductId, RecallId, ReceiptId, StockDisposalId, StockItemId};

use crate::platform::unit_of_work;

/// An event of fulfilment.
#[derive(Debug)]
pub enum Event {
    /// A goods receipt was recorded.
    GoodsReceived {
        /// The cycle of its quota.
        cycle_id: CycleId,
        /// The receipt.
        receipt_id: ReceiptId,
    },
    /// A receipt was cancelled, and what really came recorded in its place.
    ReceiptCorrected {
        /// The cycle of its quota.
        cycle_id: CycleId,
        /// The product.
        product_id: ProductId,
        /// The cancelled receipt.
        receipt_id: ReceiptId,
    },
    /// The deliveries of a cycle are prepared: it receives no more goods.
    DeliveriesPrepared {
        /// The cycle.
        cycle_id: CycleId,
    },
    /// A delivery left the cooperative.
    DeliveryDispatched {
        /// The delivery.
        delivery_id: DeliveryId,
    },
    /// A delivery reached its buyer.
    DeliveryConfirmed {
        /// The delivery.
        delivery_id: DeliveryId,
        /// Its cycle.
        cycle_id: CycleId,
    },
    /// A delivery ended without reaching its buyer: it was lost, refused or returned.
    DeliveryFailed {
        /// The delivery.
        delivery_id: DeliveryId,
        /// Its cycle.
        cycle_id: CycleId,
    },
    /// Units of a batch left deliveries that had not left the cooperative.
    GoodsUnpacked {
        /// The cycle.
        cycle_id: CycleId,
        /// The batch.
        batch_id: BatchId,
        /// Names the cause.
        fact: String,
    },
    /// Batches were blocked for safety, and what left of them is recalled.
    RecallOpened {
        /// The recall.
        recall_id: RecallId,
    },
    /// A recall turned out to be a false alarm.
    RecallLifted {
        /// The recall.
        recall_id: RecallId,
    },
    /// The cooperative took goods over from their makers.
    StockReceived {
        /// The goods.
        stock_item_id: StockItemId,
    },
    /// Goods left the cooperative's stock, or came back because that was reversed.
    StockDisposed {
        /// The disposal, or its reversal.
        stock_disposal_id: StockDisposalId,
    },
    /// Every delivery of the cycle has ended: confirmed, lost, refused or returned.
    CycleDelivered {
        /// The cycle.
        cycle_id: CycleId,
    },
}

impl unit_of_work::Event for Event {}
