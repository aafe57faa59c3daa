//! Jobs of the cycles: they open and close a cycle, and create the next ones of a calendar.
//!
//! Each job names the instant that it was stored for. Where staff have changed that instant since, it does nothing,
//! because the new instant has a job of its own.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{CalendarId, CycleId};
use serde::{Deserialize, Serialize};

use crate::platform::unit_of_work::Job;

/// Opens a cycle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenCycle {
    /// The cycle.
    pub cycle_id: CycleId,
    /// When it opens.
    pub at: DateTime<Utc>,
    /// The cycle's version when the job was stored. An instant that is changed and changed back has a job of its own.
    pub version: i32,
}

impl Job for OpenCycle {
    const KIND: &'static str = "cycles.open";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.version)
    }
}

/// Closes a cycle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseCycle {
    /// The cycle.
    pub cycle_id: CycleId,
    /// Its cut-off.
    pub at: DateTime<Utc>,
    /// The cycle's version when the job was stored. An instant that is changed and changed back has a job of its own.
    pub version: i32,
}

impl Job for CloseCycle {
    const KIND: &'static str = "cycles.close";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.version)
    }
}

/// Creates the next cycles of a calendar, and stores itself for the next week.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrepareCycles {
    /// The calendar.
    pub calendar_id: CalendarId,
    /// The calendar's version: an updated calendar has a job of its own.
    pub version: i32,
    /// The day on which it runs.
    pub on: NaiveDate,
}

impl Job for PrepareCycles {
    const KIND: &'static str = "cycles.prepare";

    fn key(&self) -> String {
        format!("{}:{}:{}", self.calendar_id, self.version, self.on)
    }
}
