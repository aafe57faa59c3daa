//! What the workshops make is fixed: the cycle is ready for receiving.

use entities::values::{CycleId, CycleState, QuotaState};
use serde_json::json;

use crate::{
    allocation::{Event, errors::AllocationError, store},
    cycles,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Freezes the quotas of a cycle before their deadline, once every workshop has answered; `false` where there is nothing
/// left to freeze.
///
/// Refuses 409 `not_published` before the quotas are with the workshops, `quotas_unanswered` while one waits.
pub async fn freeze(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    if matches!(cycle.state, CycleState::Draft | CycleState::Open | CycleState::Closed | CycleState::Allocated) {
        return Err(AllocationError::NotPublished.into());
    }
    let quotas = store::quotas::in_states(tx, cycle_id, &[QuotaState::Published]).await?.len();
    if quotas > 0 {
        return Err(AllocationError::QuotasUnanswered { quotas }.into());
    }
    fix(tx, cycle_id).await
}

/// Freezes what the workshops make; `false` where it was frozen before. The caller holds the cycle's lock.
pub async fn fix(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let frozen = store::quotas::freeze(tx, cycle_id).await?;
    if frozen == 0 {
        return Ok(false);
    }
    store::links::expire(tx, cycle_id).await?;
    tx.audit("cycle", cycle_id, "quotas_frozen", json!({ "quotas": frozen }));
    tx.emit(Event::QuotasFrozen { cycle_id });
    Ok(true)
}
