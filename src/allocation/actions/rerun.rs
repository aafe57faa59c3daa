//! What a split was asked changed before its quotas were published: it is made again, by a job of its own, so that
//! what changed it is never kept waiting or refused.

use entities::values::{CycleId, CycleState};

use super::run;
use crate::{
    allocation::{jobs::RerunAllocation, store},
    cycles,
    platform::{http::problem::Answer, work::Work},
};

/// The cycle's run is overtaken: another one follows.
pub async fn soon(work: &mut Work, cycle_id: CycleId) -> Answer<()> {
    let after = store::runs::newest_number(work, cycle_id).await?;
    work.enqueue(&RerunAllocation { cycle_id, after })
}

/// Splits the demand again where the run that was overtaken is still the newest and not published; `false` where
/// there is nothing to do. Refuses as `run`: pins that can no longer be kept are for staff to change.
pub async fn again(work: &mut Work, cycle_id: CycleId, after: i32) -> Answer<bool> {
    let cycle = cycles::lock(work, cycle_id).await?;
    if cycle.state != CycleState::Allocated || store::runs::newest_number(work, cycle_id).await? != after {
        return Ok(false);
    }
    run::run(work, cycle_id).await?;
    Ok(true)
}
