//! Closes a cycle, which then takes no more orders.

use entities::{
    cycles::cycle,
    values::{CycleId, CycleState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::open_cycle::open;
use crate::{
    cycles::{Event, errors::CycleError, jobs::CloseCycle, store},
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// Closes an open cycle. Returns `false`, and changes nothing, where the cycle has closed already.
///
/// # Errors
/// 404; `InvalidTransition` for a draft.
pub async fn close(tx: &mut UnitOfWork, id: CycleId) -> Result<bool> {
    let before = store::lock_cycle(tx, id).await?;
    match before.state {
        CycleState::Draft => {
            return Err(CycleError::InvalidTransition { from: before.state, to: CycleState::Closed }.into());
        }
        CycleState::Open => {}
        _ => return Ok(false),
    }
    let change = cycle::ActiveModel {
        id: Set(id),
        state: Set(CycleState::Closed),
        closed_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    store::update_cycle(tx, change).await?;
    tx.audit("cycle", id, "closed", json!({ "code": before.code }));
    tx.emit(Event::CycleClosed { cycle_id: id });
    Ok(true)
}

/// Runs [`CloseCycle`]: closes the cycle if the job's instant is still its cut-off.
///
/// Where no process ran at the opening, the cycle opens first, so that what follows an opening happens as well.
pub async fn close_cycle(app: &App, claim: &Claim) -> Result<()> {
    let job: CloseCycle = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let cycle = store::lock_cycle(&tx, job.cycle_id).await?;
    if cycle.cut_off_at == job.at {
        if cycle.state == CycleState::Draft {
            open(&mut tx, job.cycle_id).await?;
            tx.deliver_events().await?;
        }
        close(&mut tx, job.cycle_id).await?;
    }
    tx.commit().await
}
