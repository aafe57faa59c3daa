//! Lifts a recall after a false alarm: its batches are no longer blocked.

use entities::{fulfilment::recall, values::RecallId};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    certification, cycles,
    fulfilment::{Event, FulfilmentError, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Lifts a recall: its batches can be packed, sold and eaten again, and the buyers who have some of them are told. What was
/// rejected stays rejected until its goods receipt is corrected. A recall that is lifted stays as it is.
///
/// # Errors
/// 404; `StillSuspended` while the certificate is suspended for safety.
pub async fn lift_recall(tx: &mut UnitOfWork, id: RecallId, reason: &str) -> Result<()> {
    // Goods are blocked, received, packed and dispatched under these locks.
    cycles::lock_cycles_in_progress(tx).await?;
    let recall = store::recalls::lock_recall(tx, id).await?;
    if recall.lifted_at.is_some() {
        return Ok(());
    }
    if certification::is_suspended_for_safety(tx, recall.workshop_id, recall.product_id).await? {
        return Err(FulfilmentError::StillSuspended.into());
    }
    store::recalls::unblock_batches(tx, id).await?;
    let lifted = recall::ActiveModel {
        lifted_at: Set(Some(tx.now())),
        lifted_by: Set(tx.actor().person()),
        lift_reason: Set(Some(reason.to_owned())),
        ..recall.into_active_model()
    };
    store::recalls::update_recall(tx, lifted).await?;
    tx.audit("recall", id, "lifted", json!({ "reason": reason }));
    tx.emit(Event::RecallLifted { recall_id: id });
    Ok(())
}
