//! Locks a cycle for a change of its orders.

use chrono::{DateTime, Utc};
use entities::{cycles::cycle, values::CycleId};

use crate::{
    cycles::{errors::CycleError, rules, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The cycle, its row locked for reading until the transaction ends, if it takes orders. An order that is placed under
/// this lock is part of the demand.
///
/// # Errors
/// 404; `CycleNotOpen`.
pub async fn lock_open(tx: &mut UnitOfWork, id: CycleId) -> Result<cycle::Model> {
    let cycle = store::lock_cycle_for_reading(tx, id).await?;
    check_open(&cycle, tx.now())?;
    Ok(cycle)
}

/// Checks that a cycle, as it was read under its lock, takes orders.
///
/// # Errors
/// `CycleNotOpen`.
pub fn check_open(cycle: &cycle::Model, now: DateTime<Utc>) -> Result<()> {
    if rules::takes_orders(cycle, now) {
        return Ok(());
    }
    let cycle::Model { state, opens_at, cut_off_at, .. } = *cycle;
    Err(CycleError::CycleNotOpen { state, opens_at, cut_off_at }.into())
}
