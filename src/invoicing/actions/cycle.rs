//! A cycle is invoiced whole: its pools may close.

use entities::values::{CycleId, CycleState};
use serde_json::json;

use crate::{
    cycles,
    invoicing::{Event, store},
    platform::{http::problem::Answer, work::Work},
};

/// Tells once that every confirmed delivery of a delivered cycle is invoiced; `false` where something is missing, or
/// where it was told before. The number series are locked while documents are issued, so that of two last documents
/// one sees the other.
pub async fn end_if_invoiced(work: &mut Work, cycle_id: CycleId) -> Answer<bool> {
    if cycles::cycle(work, cycle_id).await?.state != CycleState::Delivered
        || store::cycles::waits_for_invoice(work, cycle_id).await?
        || !store::cycles::set_invoiced(work, cycle_id).await?
    {
        return Ok(false);
    }
    work.audit("cycle", cycle_id, "invoiced", json!({}));
    work.emit(Event::CycleInvoiced { cycle_id });
    Ok(true)
}
