//! What the units make is fixed: the cycle is ready for receiving.

use entities::values::{CycleId, CycleState, QuotaState};
use serde_json::json;

use crate::{
    allocation::{Event, store},
    cycles,
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Freezes the quotas of a cycle before their deadline, once every unit has answered; `false` where there is nothing
/// left to freeze.
///
/// Refuses 409 `not_published` before the quotas are with the units, `quotas_unanswered` while one waits.
pub async fn freeze(work: &mut Work, cycle_id: CycleId) -> Answer<bool> {
    let cycle = cycles::lock(work, cycle_id).await?;
    if matches!(cycle.state, CycleState::Draft | CycleState::Open | CycleState::Closed | CycleState::Allocated) {
        return Err(Problem::refused("not_published", "The quotas of this cycle are not with the units yet."));
    }
    if !store::quotas::in_states(work, cycle_id, &[QuotaState::Published]).await?.is_empty() {
        let detail = "Some units have not answered yet: wait for the deadline, or answer for them.";
        return Err(Problem::refused("quotas_unanswered", detail));
    }
    fix(work, cycle_id).await
}

/// Freezes what the units make; `false` where it was frozen before. The caller holds the cycle's lock.
pub async fn fix(work: &mut Work, cycle_id: CycleId) -> Answer<bool> {
    let frozen = store::quotas::freeze(work, cycle_id).await?;
    if frozen == 0 {
        return Ok(false);
    }
    store::links::expire(work, cycle_id).await?;
    work.audit("cycle", cycle_id, "quotas_frozen", json!({ "quotas": frozen }));
    work.emit(Event::QuotasFrozen { cycle_id });
    Ok(true)
}
