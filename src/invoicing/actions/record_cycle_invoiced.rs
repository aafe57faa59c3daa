//! Records that all deliveries of a cycle are invoiced, so that its pools may close.

use entities::values::{CycleId, CycleState};
use serde_json::json;

use crate::{
    cycles,
    invoicing::{Event, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records once that every confirmed delivery of a delivered cycle is invoiced. Returns `false` where that does not hold,
/// or was recorded before.
///
/// The caller that issues documents holds the lock of their series, so that of two concurrent last documents the second
/// sees the first.
pub async fn record_cycle_invoiced(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    if cycles::get_cycle(tx, cycle_id).await?.state != CycleState::Delivered
        || store::cycles::any_uninvoiced(tx, cycle_id).await?
        || !store::cycles::insert_invoiced_cycle(tx, cycle_id).await?
    {
        return Ok(false);
    }
    tx.audit("cycle", cycle_id, "invoiced", json!({}));
    tx.emit(Event::CycleInvoiced { cycle_id });
    Ok(true)
}
