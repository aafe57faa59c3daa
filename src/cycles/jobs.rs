//! What the cycles do by themselves: open, close, and make the next ones. Each job names the instant that it was stored
//! for; where staff have moved that instant since, it does nothing and the job of the new one does.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entities::{
    cycles::{calendar, cycle},
    values::{CalendarId, CycleId, CycleState},
};
use serde::{Deserialize, Serialize};

use super::{actions, rules, store};
use crate::platform::{
    app::App,
    http::problem::Result,
    jobs::Claim,
    unit_of_work::{Job, UnitOfWork},
};

/// Opens a cycle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenCycle {
    /// The cycle.
    pub cycle_id: CycleId,
    /// When.
    pub at: DateTime<Utc>,
    /// The cycle's version when it was stored: instants moved away and back again have a job of their own.
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
    /// The cycle's version when it was stored: instants moved away and back again have a job of their own.
    pub version: i32,
}

impl Job for CloseCycle {
    const KIND: &'static str = "cycles.close";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.version)
    }
}

/// Makes the next cycles of a calendar, and stores itself for the week after.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PrepareCycles {
    /// The calendar.
    pub calendar_id: CalendarId,
    /// Its version: a changed calendar has a job of its own.
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

/// Opens the cycle where it is still to be opened at this instant.
pub async fn open_cycle(app: &App, claim: &Claim) -> Result<()> {
    let job: OpenCycle = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let cycle = store::lock(&mut tx, job.cycle_id).await?;
    if cycle.opens_at == job.at {
        actions::open(&mut tx, job.cycle_id).await?;
    }
    tx.commit().await
}

/// Closes the cycle where this is still its cut-off. A process that slept through the opening too opens it first, so
/// that what was to happen at the opening is told and settled, and not forgotten.
pub async fn close_cycle(app: &App, claim: &Claim) -> Result<()> {
    let job: CloseCycle = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let cycle = store::lock(&mut tx, job.cycle_id).await?;
    if cycle.cut_off_at == job.at {
        if cycle.state == CycleState::Draft {
            actions::open(&mut tx, job.cycle_id).await?;
            tx.deliver_events().await?;
        }
        actions::close(&mut tx, job.cycle_id).await?;
    }
    tx.commit().await
}

/// Makes the cycles that the calendar is short of. One that was changed or has ended meanwhile makes none here.
pub async fn prepare_cycles(app: &App, claim: &Claim) -> Result<()> {
    let job: PrepareCycles = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let calendar = store::lock_calendar(&tx, job.calendar_id).await?;
    if calendar.ended_at.is_none() && calendar.version == job.version {
        actions::prepare(&mut tx, &calendar).await?;
        let next = tx.today() + TimeDelta::days(7);
        let due_at = rules::start_of(tx.zone(), next);
        tx.enqueue_at(&PrepareCycles { on: next, ..job }, due_at)?;
    }
    tx.commit().await
}

/// Stores the jobs that open and close a cycle as it stands.
pub(super) fn schedule(tx: &mut UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let (cycle_id, version) = (cycle.id, cycle.version);
    tx.enqueue_at(&OpenCycle { cycle_id, at: cycle.opens_at, version }, cycle.opens_at)?;
    tx.enqueue_at(&CloseCycle { cycle_id, at: cycle.cut_off_at, version }, cycle.cut_off_at)
}

/// Stores the first job of a calendar, due now: it is made, or was changed.
pub(super) fn follow(tx: &mut UnitOfWork, calendar: &calendar::Model) -> Result<()> {
    let (calendar_id, version) = (calendar.id, calendar.version);
    tx.enqueue(&PrepareCycles { calendar_id, version, on: tx.today() })
}
