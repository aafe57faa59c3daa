//! Approves a payout batch. A second person must do it.

use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutState, PersonId},
};
use serde_json::json;

use super::payouts::check_batch_change;
use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::PayoutChange,
        store::{payout_batches, payouts},
    },
};

/// Approves a prepared batch. Returns `false` where it was approved before.
///
/// # Errors
/// 404; `BatchCancelled`; `SamePerson` for the person who prepared it.
pub async fn approve_payout_batch(tx: &mut UnitOfWork, by: PersonId, id: PayoutBatchId) -> Result<bool> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    if !check_batch_change(batch.state, PayoutChange::Approve)? {
        return Ok(false);
    }
    if batch.prepared_by == Some(by) {
        return Err(SettlementError::SamePerson.into());
    }
    let total = batch.total;
    let approved = payout_batch::Model {
        state: PayoutState::Approved,
        approved_at: Some(tx.now()),
        approved_by: Some(by),
        version: batch.version + 1,
        ..batch
    };
    payout_batches::update_batch(tx, approved).await?;
    let ids = payouts::list_payout_ids(tx, id).await?;
    payouts::update_states(tx, &ids, PayoutState::Approved).await?;
    tx.audit("payout_batch", id.0, "approved", json!({ "total": total.0 }));
    Ok(true)
}
