//! A cycle goes from state to state; each step happens once, whoever takes it first.

use chrono::{DateTime, Utc};
use entities::{
    cycles::cycle,
    values::{CycleId, CycleState},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    cycles::{Event, errors::CycleError, rules, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Opens a draft: by its job, or by staff before that. `true` = done, `false` = it was open before, or further.
pub async fn open(tx: &mut UnitOfWork, id: CycleId) -> Result<bool> {
    let before = store::lock(tx, id).await?;
    if before.state != CycleState::Draft {
        return Ok(false);
    }
    let opened = cycle::ActiveModel { opened_at: Set(Some(tx.now())), ..step(&before, CycleState::Open) };
    cycle::Entity::update(opened).exec(tx.db()).await?;
    tx.audit("cycle", id, "opened", json!({ "code": before.code }));
    tx.emit(Event::CycleOpened { cycle_id: id });
    Ok(true)
}

/// Closes an open cycle: by its job at the cut-off, or by staff before that. `true` = done, `false` = it was closed
/// before. Refuses with `InvalidTransition` for a draft.
pub async fn close(tx: &mut UnitOfWork, id: CycleId) -> Result<bool> {
    let before = store::lock(tx, id).await?;
    match before.state {
        CycleState::Draft => return Err(invalid_transition(&before, CycleState::Closed)),
        CycleState::Open => {}
        _ => return Ok(false),
    }
    let closed = cycle::ActiveModel { closed_at: Set(Some(tx.now())), ..step(&before, CycleState::Closed) };
    cycle::Entity::update(closed).exec(tx.db()).await?;
    tx.audit("cycle", id, "closed", json!({ "code": before.code }));
    tx.emit(Event::CycleClosed { cycle_id: id });
    Ok(true)
}

/// Moves a closed cycle one step on, to allocated, published, delivering or delivered, with its instant and audit.
/// `true` = done, `false` = it was there already. Refuses with `InvalidTransition` for every other step. Called by later slices.
pub async fn advance(tx: &mut UnitOfWork, id: CycleId, to: CycleState) -> Result<bool> {
    let before = store::lock(tx, id).await?;
    let now = Set(Some(tx.now()));
    let moved = step(&before, to);
    let moved = match to {
        CycleState::Allocated => cycle::ActiveModel { allocated_at: now, ..moved },
        CycleState::Published => cycle::ActiveModel { published_at: now, ..moved },
        CycleState::Delivering => cycle::ActiveModel { delivering_at: now, ..moved },
        CycleState::Delivered => cycle::ActiveModel { delivered_at: now, ..moved },
        CycleState::Draft | CycleState::Open | CycleState::Closed => return Err(invalid_transition(&before, to)),
    };
    if before.state == to {
        return Ok(false);
    }
    if rules::next(before.state) != Some(to) {
        return Err(invalid_transition(&before, to));
    }
    cycle::Entity::update(moved).exec(tx.db()).await?;
    tx.audit("cycle", id, to.word(), json!({ "code": before.code }));
    Ok(true)
}

fn step(before: &cycle::Model, to: CycleState) -> cycle::ActiveModel {
    cycle::ActiveModel { id: Set(before.id), state: Set(to), version: Set(before.version + 1), ..Default::default() }
}

fn invalid_transition(cycle: &cycle::Model, to: CycleState) -> Problem {
    CycleError::InvalidTransition { from: cycle.state, to }.into()
}

/// The cycle, its row locked for reading until the end of this work: refuses with `CycleNotOpen` unless it is open and
/// before its cut-off. An order placed under it is in the demand.
pub async fn lock_open(tx: &mut UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    let found = store::share(tx, id).await?;
    still_open(&found, tx.now())?;
    Ok(found)
}

/// Refuses with `CycleNotOpen` unless the cycle, as it was read under its lock, is open and before its cut-off.
pub fn still_open(found: &cycle::Model, now: DateTime<Utc>) -> Result<()> {
    if store::takes_orders(found, now) {
        return Ok(());
    }
    let cycle::Model { state, opens_at, cut_off_at, .. } = *found;
    Err(CycleError::CycleNotOpen { state, opens_at, cut_off_at }.into())
}
