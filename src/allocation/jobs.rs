//! Jobs of allocation. Their runners are in `actions`.

use chrono::{DateTime, Utc};
use entities::values::CycleId;
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Splits the demand of a cycle that closed.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunAllocation {
    /// The cycle.
    pub cycle_id: CycleId,
}

impl Job for RunAllocation {
    const KIND: &'static str = "allocation.run";

    fn key(&self) -> String {
        self.cycle_id.to_string()
    }
}

/// Splits the demand of a cycle again, because the input of its run changed before the quotas were published.
#[derive(Debug, Serialize, Deserialize)]
pub struct RerunAllocation {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The number of the outdated run.
    pub after: i32,
}

impl Job for RerunAllocation {
    const KIND: &'static str = "allocation.rerun";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.after)
    }
}

/// Ends the quotas that have no answer at their deadline.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireQuotas {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The deadline.
    pub respond_by: DateTime<Utc>,
}

impl Job for ExpireQuotas {
    const KIND: &'static str = "allocation.expire";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.respond_by.timestamp_micros())
    }
}
