//! Jobs of the orders.

use chrono::{DateTime, NaiveDate, Utc};
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

/// Tries again what credit or capacity cut in a cycle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RetryCuts {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The hour.
    pub at: DateTime<Utc>,
}

impl Job for RetryCuts {
    const KIND: &'static str = "orders.retry_cuts";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.at.timestamp())
    }
}

/// Blocks the dates of a standing order that have passed without a delivery, so that none stays due for ever.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BlockMissedDates {
    /// The standing order.
    pub standing_order_id: StandingOrderId,
    /// The day after the date.
    pub on: NaiveDate,
}

impl Job for BlockMissedDates {
    const KIND: &'static str = "orders.block_missed_dates";

    fn key(&self) -> String {
        format!("{}:{}", self.standing_order_id, self.on)
    }
}

impl Job for MaterialiseOccurrences {
    const KIND: &'static str = "orders.materialise";

    fn key(&self) -> String {
        format!("{}:{}:{}", self.standing_order_id, self.cycle_id, self.cause)
    }
}
