//! Cancels a payout batch that has not gone to the bank, or refuses to approve it. Its statements go into the next one.

use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutState, PersonId},
};
use serde_json::json;

use super::payouts::check_batch_change;
use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        rules::PayoutChange,
        store::{payout_batches, payouts},
    },
};

/// Cancels a batch that is prepared or approved. Returns `false` where it was cancelled before.
///
/// # Errors
/// 404; `BatchExported`.
pub async fn cancel_payout_batch(tx: &mut UnitOfWork, by: PersonId, id: PayoutBatchId, reason: &str) -> Result<bool> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    if !check_batch_change(batch.state, PayoutChange::Cancel)? {
        return Ok(false);
    }
    let total = batch.total;
    let cancelled = payout_batch::Model {
        state: PayoutState::Cancelled,
        cancelled_at: Some(tx.now()),
        cancelled_by: Some(by),
        cancellation: Some(reason.to_owned()),
        version: batch.version + 1,
        ..batch
    };
    payout_batches::update_batch(tx, cancelled).await?;
    let ids = payouts::list_payout_ids(tx, id).await?;
    payouts::update_cancelled(tx, &ids).await?;
    tx.audit("payout_batch", id.0, "cancelled", json!({ "total": total.0, "reason": reason }));
    Ok(true)
}
