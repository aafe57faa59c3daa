//! What fulfilment tells.

use entities::values::{CycleId, DeliveryId, ReceiptId};

use crate::platform::unit_of_work;

/// A fact of fulfilment.
#[derive(Debug)]
pub enum Event {
    /// Goods were accepted, rejected or declared missing.
    GoodsReceived {
        /// The cycle they are for.
        cycle_id: CycleId,
        /// What was written down.
        receipt_id: ReceiptId,
    },
    /// The deliveries of a cycle are packed; receiving is over.
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
    /// Every delivery of the cycle is confirmed.
    CycleDelivered {
        /// The cycle.
        cycle_id: CycleId,
    },
}

impl unit_of_work::Event for Event {}
