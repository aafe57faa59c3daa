//! What a split was asked changed before its quotas were published: it is made again, by a job of its own, so that
//! what changed it is never kept waiting or refused.

use entities::values::{CycleId, CycleState};

use super::run;
use crate::{
    allocation::{jobs::RerunAllocation, store},
    cycles,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The cycle's run is overtaken: another one follows.
pub async fn soon(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<()> {
    let after = store::runs::newest_number(tx, cycle_id).await?;
    tx.enqueue(&RerunAllocation { cycle_id, after })
}

/// Splits the demand again where the run that was overtaken is still the newest and not published; `false` where
/// there is nothing to do. Refuses as `run`: pins that can no longer be kept are for staff to change.
pub async fn again(tx: &mut UnitOfWork, cycle_id: CycleId, after: i32) -> Result<bool> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    if cycle.state != CycleState::Allocated || store::runs::newest_number(tx, cycle_id).await? != after {
        return Ok(false);
    }
    run::run(tx, cycle_id).await?;
    Ok(true)
}
