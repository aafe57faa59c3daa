//! What orders tells.

use entities::values::{BuyerId, CycleId, OccurrenceId, OrderId, ProductId};

use crate::platform::unit_of_work;

/// A fact of orders.
#[derive(Debug)]
pub enum Event {
    /// A buyer, a standing order or an import placed an order.
    OrderPlaced {
        /// The order.
        order_id: OrderId,
        /// Whose it is.
        buyer_id: BuyerId,
    },
    /// A buyer changed an order.
    OrderAmended {
        /// The order.
        order_id: OrderId,
        /// Whose it is.
        buyer_id: BuyerId,
    },
    /// An order followed the arriving guests.
    OrderFollowedArrivals {
        /// The order.
        order_id: OrderId,
        /// Whose it is.
        buyer_id: BuyerId,
        /// Whether it got less than the guests want: its lines say why.
        reduced: bool,
    },
    /// An order will not come.
    OrderCancelled {
        /// The order.
        order_id: OrderId,
        /// Whose it is.
        buyer_id: BuyerId,
    },
    /// An order was cancelled after its cut-off: so much less of these products is wanted.
    DemandFell {
        /// The cycle.
        cycle_id: CycleId,
        /// The order.
        order_id: OrderId,
        /// Units that were still due, by product.
        units: Vec<(ProductId, i64)>,
    },
    /// A date of a standing order was placed, reduced, skipped or blocked.
    OccurrenceDecided {
        /// The date of the standing order.
        occurrence_id: OccurrenceId,
        /// Whose it is.
        buyer_id: BuyerId,
    },
    /// Units of these orders that were missing come after all.
    ShortageRelieved {
        /// Their cycle.
        cycle_id: CycleId,
        /// The orders.
        order_ids: Vec<OrderId>,
        /// The fact that relieved them.
        cause_key: String,
    },
    /// Units of these orders will not come.
    ShortageRecorded {
        /// Their cycle.
        cycle_id: CycleId,
        /// The orders that go short.
        order_ids: Vec<OrderId>,
        /// What caused it: one cause may touch several products.
        cause_key: String,
    },
}

impl unit_of_work::Event for Event {}
