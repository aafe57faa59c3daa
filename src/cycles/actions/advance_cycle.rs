//! Advances a closed cycle: allocated, published, delivering, delivered.

use entities::{
    cycles::cycle,
    values::{CycleId, CycleState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    cycles::{errors::CycleError, rules, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Advances a cycle to the next state after closed, and stores when. Returns `false`, and changes nothing, where the
/// cycle is in that state already. Called by `allocation` and `fulfilment`.
///
/// # Errors
/// 404; `InvalidTransition` for any other state.
pub async fn advance(tx: &mut UnitOfWork, id: CycleId, to: CycleState) -> Result<bool> {
    let before = store::lock_cycle(tx, id).await?;
    let invalid = || CycleError::InvalidTransition { from: before.state, to };
    let now = Set(Some(tx.now()));
    let change = match to {
        CycleState::Allocated => cycle::ActiveModel { allocated_at: now, ..Default::default() },
        CycleState::Published => cycle::ActiveModel { published_at: now, ..Default::default() },
        CycleState::Delivering => cycle::ActiveModel { delivering_at: now, ..Default::default() },
        CycleState::Delivered => cycle::ActiveModel { delivered_at: now, ..Default::default() },
        CycleState::Draft | CycleState::Open | CycleState::Closed => return Err(invalid().into()),
    };
    if before.state == to {
        return Ok(false);
    }
    if rules::next_state(before.state) != Some(to) {
        return Err(invalid().into());
    }
    let change = cycle::ActiveModel { id: Set(id), state: Set(to), version: Set(before.version + 1), ..change };
    store::update_cycle(tx, change).await?;
    tx.audit("cycle", id, to.word(), json!({ "code": before.code }));
    Ok(true)
}
