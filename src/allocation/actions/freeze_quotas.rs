//! Freezes the quotas of a cycle: what each workshop makes is final, and goods can be received.

use entities::values::{CycleId, CycleState};
use serde_json::json;

use crate::{
    allocation::{
        Event,
        errors::AllocationError,
        store::{quota_links, quotas},
    },
    cycles,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Freezes the quotas of a cycle before their deadline. Returns `false` where there is nothing to freeze.
///
/// # Errors
/// 409 `NotPublished` before the quotas are published, `QuotasUnanswered` while one waits for an answer.
pub async fn freeze_quotas(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    if matches!(cycle.state, CycleState::Draft | CycleState::Open | CycleState::Closed | CycleState::Allocated) {
        return Err(AllocationError::NotPublished.into());
    }
    let quotas = quotas::count_unanswered_quotas(tx, cycle_id).await?;
    if quotas > 0 {
        return Err(AllocationError::QuotasUnanswered { quotas }.into());
    }
    freeze_answered(tx, cycle_id).await
}

/// Freezes the accepted and amended quotas of a cycle, which the caller has locked. Returns `false` where there are
/// none.
pub async fn freeze_answered(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let frozen = quotas::update_frozen(tx, cycle_id).await?;
    if frozen == 0 {
        return Ok(false);
    }
    quota_links::update_links_expired(tx, cycle_id).await?;
    tx.audit("cycle", cycle_id, "quotas_frozen", json!({ "quotas": frozen }));
    tx.emit(Event::QuotasFrozen { cycle_id });
    Ok(true)
}
