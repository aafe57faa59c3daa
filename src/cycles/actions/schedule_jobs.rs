//! Stores the jobs of a cycle or a calendar.

use entities::cycles::{calendar, cycle};

use crate::{
    cycles::jobs::{CloseCycle, OpenCycle, PrepareCycles},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Stores the jobs that open and close a cycle at its present instants.
pub fn schedule_cycle(tx: &mut UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let (cycle_id, version) = (cycle.id, cycle.version);
    tx.enqueue_at(&OpenCycle { cycle_id, at: cycle.opens_at, version }, cycle.opens_at)?;
    tx.enqueue_at(&CloseCycle { cycle_id, at: cycle.cut_off_at, version }, cycle.cut_off_at)
}

/// Stores the first job of a calendar that was created or updated. It is due immediately.
pub fn schedule_calendar(tx: &mut UnitOfWork, calendar: &calendar::Model) -> Result<()> {
    let (calendar_id, version) = (calendar.id, calendar.version);
    tx.enqueue(&PrepareCycles { calendar_id, version, on: tx.today() })
}
