//! Events of the orders.

use entities::values::{BuyerId, CycleId, OccurrenceId, OrderId, ProductId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work;

/// What the buyer of a placed order must hear before it is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum OrderWarning {
    /// A line got fewer units than the guests need.
    Cut,
    /// The makers that are left can make this many units less than all orders hold.
    SupplyLost {
        /// Units.
        missing: i64,
    },
    /// The minimum batch that the line waited for came together.
    BatchFilled,
    /// The minimum batch did not come together until the cut-off.
    BatchUnfilled {
        /// Units that were missing.
        missing: i64,
    },
}

impl OrderWarning {
    /// Its word in keys and texts.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::SupplyLost { .. } => "supply_lost",
            Self::BatchFilled => "batch_filled",
            Self::BatchUnfilled { .. } => "batch_unfilled",
        }
    }
}

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
    /// The buyers of these orders must hear of something about a product of theirs before it is final.
    OrdersWarned {
        /// Their cycle.
        cycle_id: CycleId,
        /// What they must hear.
        warning: OrderWarning,
        /// The product.
        product_id: ProductId,
        /// The orders.
        order_ids: Vec<OrderId>,
        /// Key of the fact that caused it.
        cause_key: String,
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
