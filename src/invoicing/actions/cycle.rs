//! A cycle is invoiced whole: its pools may close.

use entities::values::{CycleId, CycleState};
use serde_json::json;

use crate::{
    cycles,
    invoicing::{Event, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Tells once that every confirmed delivery of a delivered cycle is invoiced; `false` where something is missing, or
/// where it was told before. The number series are locked while documents are issued, so that of two last documents
/// one sees the other.
pub async fn end_if_invoiced(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    if cycles::cycle(tx, cycle_id).await?.state != CycleState::Delivered
        || store::cycles::waits_for_invoice(tx, cycle_id).await?
        || !store::cycles::set_invoiced(tx, cycle_id).await?
    {
        return Ok(false);
    }
    tx.audit("cycle", cycle_id, "invoiced", json!({}));
    tx.emit(Event::CycleInvoiced { cycle_id });
    Ok(true)
}
