//! Events of the orders.

use entities::values::{BuyerId, CycleId, OccurrenceId, OrderId, ProductId};

use crate::platform::unit_of_work;

/// An event of the orders.
#[derive(Debug)]
pub enum Event {
    /// A buyer, a standing order or an import placed an order.
    OrderPlaced {
        /// The order.
        order_id: OrderId,
        /// Its buyer.
        buyer_id: BuyerId,
    },
    /// A buyer amended an order.
    OrderAmended {
        /// The order.
        order_id: OrderId,
        /// Its buyer.
        buyer_id: BuyerId,
    },
    /// Per-guest lines of an order were recomputed from the arrivals and changed.
    GuestLinesRecomputed {
        /// The order.
        order_id: OrderId,
        /// Its buyer.
        buyer_id: BuyerId,
        /// Whether a line has fewer units than the guests need; the line has the reason.
        reduced: bool,
    },
    /// An order was cancelled.
    OrderCancelled {
        /// The order.
        order_id: OrderId,
        /// Its buyer.
        buyer_id: BuyerId,
    },
    /// An order was cancelled after the cut-off, so the demand for its products is lower.
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
        /// The occurrence.
        occurrence_id: OccurrenceId,
        /// The buyer of the standing order.
        buyer_id: BuyerId,
        /// Whether its buyer had heard that the date is blocked.
        was_blocked: bool,
    },
    /// Some missing units of these orders are available after all.
    ShortageRelieved {
        /// Their cycle.
        cycle_id: CycleId,
        /// The orders.
        order_ids: Vec<OrderId>,
        /// Key of the fact that made the units available.
        cause_key: String,
    },
    /// Some units of these orders cannot be delivered.
    ShortageRecorded {
        /// Their cycle.
        cycle_id: CycleId,
        /// The orders.
        order_ids: Vec<OrderId>,
        /// Key of the fact that caused it; one fact may concern several products.
        cause_key: String,
    },
}

impl unit_of_work::Event for Event {}
