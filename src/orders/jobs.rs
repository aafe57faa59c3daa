//! Jobs of the orders.

use entities::values::{CycleId, StandingOrderId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Turns the due dates of one standing order in one cycle into orders.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MaterialiseOccurrences {
    /// The standing order.
    pub standing_order_id: StandingOrderId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// Why the dates are due: `opened`, or `changed:` and the instant of a later change. Part of the job's key, so each
    /// change has its own job.
    pub cause: String,
}

impl Job for MaterialiseOccurrences {
    const KIND: &'static str = "orders.materialise";

    fn key(&self) -> String {
        format!("{}:{}:{}", self.standing_order_id, self.cycle_id, self.cause)
    }
}
