//! Splits the demand of a cycle again after its input changed before the quotas were published. A job does it, so that
//! the change itself neither waits for the split nor fails with it.

use entities::values::{CycleId, CycleState};

use super::run_allocation::run_allocation;
use crate::{
    allocation::{errors::AllocationError, jobs::RerunAllocation, store::runs},
    cycles,
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// Schedules another run of a cycle whose newest run is outdated.
pub async fn schedule_rerun(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<()> {
    let after = runs::find_newest_number(tx, cycle_id).await?;
    tx.enqueue(&RerunAllocation { cycle_id, after })
}

/// Runs [`RerunAllocation`]. Where pins can no longer be kept the outdated run remains until staff change the pins; it
/// cannot be published until then.
pub async fn rerun_allocation_job(app: &App, claim: &Claim) -> Result<()> {
    let job: RerunAllocation = claim.read()?;
    let mut tx = claim.begin(app).await?;
    match rerun_if_current(&mut tx, job.cycle_id, job.after).await {
        Ok(_) => tx.commit().await,
        Err(problem) if problem.error::<AllocationError>().is_some_and(AllocationError::is_pin) => {
            tracing::warn!(cycle = %job.cycle_id, %problem, "the demand could not be split again");
            drop(tx);
            claim.begin(app).await?.commit().await
        }
        Err(problem) => Err(problem),
    }
}

/// Splits the demand again where run `after` is still the newest and is not published. Returns `false` where there is
/// nothing to do.
///
/// # Errors
/// As [`run_allocation`].
async fn rerun_if_current(tx: &mut UnitOfWork, cycle_id: CycleId, after: i32) -> Result<bool> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    if cycle.state != CycleState::Allocated || runs::find_newest_number(tx, cycle_id).await? != after {
        return Ok(false);
    }
    run_allocation(tx, cycle_id).await?;
    Ok(true)
}
