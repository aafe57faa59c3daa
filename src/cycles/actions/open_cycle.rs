//! Opens a cycle, which then takes orders.

use entities::{
    cycles::cycle,
    values::{CycleId, CycleState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    cycles::{Event, jobs::OpenCycle, store},
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// Opens a draft. Returns `false`, and changes nothing, where the cycle has opened already.
///
/// # Errors
/// 404.
pub async fn open(tx: &mut UnitOfWork, id: CycleId) -> Result<bool> {
    let before = store::lock_cycle(tx, id).await?;
    if before.state != CycleState::Draft {
        return Ok(false);
    }
    let change = cycle::ActiveModel {
        id: Set(id),
        state: Set(CycleState::Open),
        opened_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    store::update_cycle(tx, change).await?;
    tx.audit("cycle", id, "opened", json!({ "code": before.code }));
    tx.emit(Event::CycleOpened { cycle_id: id });
    Ok(true)
}

/// Runs [`OpenCycle`]: opens the cycle if it is still to open at the job's instant.
pub async fn open_cycle(app: &App, claim: &Claim) -> Result<()> {
    let job: OpenCycle = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let cycle = store::lock_cycle(&tx, job.cycle_id).await?;
    if cycle.opens_at == job.at {
        open(&mut tx, job.cycle_id).await?;
    }
    tx.commit().await
}
