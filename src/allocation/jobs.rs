//! What follows a closing and a publishing by itself.

use chrono::{DateTime, Utc};
use entities::values::CycleId;
use serde::{Deserialize, Serialize};

use super::{
    actions::{expire, rerun, run},
    errors::AllocationError,
};
use crate::platform::{
    app::App,
    http::problem::Result,
    jobs::Claim,
    unit_of_work::{Job, UnitOfWork},
};

/// Split the demand of a cycle that closed.
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

/// Split a cycle's demand again: what its run was asked changed before it was published.
#[derive(Debug, Serialize, Deserialize)]
pub struct RerunAllocation {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The number of the run that was overtaken.
    pub after: i32,
}

impl Job for RerunAllocation {
    const KIND: &'static str = "allocation.rerun";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.after)
    }
}

/// End the quotas that nobody answered in time.
#[derive(Debug, Serialize, Deserialize)]
pub struct ExpireQuotas {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The deadline that passes.
    pub respond_by: DateTime<Utc>,
}

impl Job for ExpireQuotas {
    const KIND: &'static str = "allocation.expire";

    fn key(&self) -> String {
        format!("{}:{}", self.cycle_id, self.respond_by.timestamp_micros())
    }
}

/// A cycle closed: its demand is split by a job.
pub async fn cycle_closed(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<()> {
    tx.enqueue(&RunAllocation { cycle_id })
}

/// Runs `RunAllocation`.
pub async fn run_allocation(app: &App, claim: &Claim) -> Result<()> {
    let job: RunAllocation = claim.read()?;
    let mut tx = claim.begin(app).await?;
    run::run_once(&mut tx, job.cycle_id).await?;
    tx.commit().await
}

/// Runs `RerunAllocation`. Where pins can no longer be kept, the run stays as it is until staff change them: publishing
/// it is refused until then.
pub async fn rerun_allocation(app: &App, claim: &Claim) -> Result<()> {
    let job: RerunAllocation = claim.read()?;
    let mut tx = claim.begin(app).await?;
    match rerun::again(&mut tx, job.cycle_id, job.after).await {
        Ok(_) => tx.commit().await,
        Err(problem) if problem.error::<AllocationError>().is_some_and(AllocationError::is_pin) => {
            tracing::warn!(cycle = %job.cycle_id, %problem, "a split could not be made again");
            drop(tx);
            claim.begin(app).await?.commit().await
        }
        Err(problem) => Err(problem),
    }
}

/// Runs `ExpireQuotas`.
pub async fn expire_quotas(app: &App, claim: &Claim) -> Result<()> {
    let job: ExpireQuotas = claim.read()?;
    let mut tx = claim.begin(app).await?;
    expire::expire(&mut tx, job.cycle_id, job.respond_by).await?;
    tx.commit().await
}
