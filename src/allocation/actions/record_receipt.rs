//! Records what a goods receipt accepted and rejected of a quota, or that a receipt was cancelled: carried value moves
//! from published to accepted, and the quota is fulfilled once all of it was accepted. When receiving ends, the other
//! quotas are unfulfilled.

use entities::{
    allocation::quota,
    values::{CycleId, QuotaId, QuotaState, ReceiptId, RejectionCause},
};
use serde_json::json;

use super::carried_value_ledger::CarriedValueLedger;
use crate::{
    allocation::{rules::ReceivedUnits, store::quotas},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What a goods receipt recorded of a quota, in units.
#[derive(Clone, Copy, Debug)]
pub struct ReceiptUnits {
    /// The receipt.
    pub receipt_id: ReceiptId,
    /// Units accepted.
    pub accepted: i64,
    /// Units rejected, or missing.
    pub rejected: i64,
    /// Why they were rejected.
    pub cause: Option<RejectionCause>,
}

impl ReceiptUnits {
    /// These units added to `before`.
    ///
    /// Units that failed by the workshop's fault count as made where the assembly decided so. Surplus units move nothing.
    fn added_to(self, before: ReceivedUnits, sign: i64) -> ReceivedUnits {
        let mut after = ReceivedUnits { accepted: before.accepted + sign * self.accepted, ..before };
        match self.cause {
            // Both are the workshop's fault: units of low quality, and units that it did not deliver.
            Some(RejectionCause::Quality | RejectionCause::Missing) => after.failed += sign * self.rejected,
            Some(RejectionCause::Damaged) => after.damaged += sign * self.rejected,
            Some(RejectionCause::Surplus) | None => {}
        }
        after
    }
}

/// Records a goods receipt of a quota; once for each receipt.
pub async fn record_receipt(tx: &mut UnitOfWork, id: QuotaId, receipt: ReceiptUnits) -> Result<()> {
    change_received(tx, id, receipt, 1, &format!("receipt:{}", receipt.receipt_id)).await
}

/// Records that a goods receipt of a quota was cancelled; once for each receipt.
pub async fn record_receipt_cancelled(tx: &mut UnitOfWork, id: QuotaId, receipt: ReceiptUnits) -> Result<()> {
    change_received(tx, id, receipt, -1, &format!("receipt:{}:cancelled", receipt.receipt_id)).await
}

async fn change_received(
    tx: &mut UnitOfWork,
    id: QuotaId,
    receipt: ReceiptUnits,
    sign: i64,
    cause: &str,
) -> Result<()> {
    let quota = quotas::get_quota(tx, id).await?;
    let before =
        ReceivedUnits { accepted: quota.accepted_units, failed: quota.failed_units, damaged: quota.damaged_units };
    let after = receipt.added_to(before, sign);
    let ledger = CarriedValueLedger::load(tx, quota.cycle_id).await?;
    if !ledger.record_received(tx, &quota, cause, before, after).await? {
        return Ok(());
    }
    let state = state_after(&quota, after.accepted);
    let (before, units) = (quota.state, after.accepted);
    let updated = quota::Model {
        accepted_units: after.accepted,
        failed_units: after.failed,
        damaged_units: after.damaged,
        state,
        fulfilled_at: match state {
            QuotaState::Fulfilled => quota.fulfilled_at.or(Some(tx.now())),
            _ => None,
        },
        version: quota.version + 1,
        ..quota
    };
    quotas::update_quota(tx, updated).await?;
    if state != before {
        tx.audit("quota", id, state.word(), json!({ "units": units }));
    }
    Ok(())
}

/// The state of a quota of which so many units are accepted now.
fn state_after(quota: &quota::Model, accepted: i64) -> QuotaState {
    let complete = accepted >= quota.units;
    match quota.state {
        // It was fulfilled, so it is made; before receiving ends it is as if nothing had come.
        QuotaState::Fulfilled if !complete => QuotaState::Frozen,
        state if complete && quotas::LIVE.contains(&state) => QuotaState::Fulfilled,
        state => state,
    }
}

/// Ends the quotas of a cycle that are not fulfilled, because its receiving ended. Returns how many.
pub async fn end_unfulfilled_quotas(tx: &mut UnitOfWork, cycle: CycleId) -> Result<usize> {
    let ended = quotas::update_unfulfilled(tx, cycle).await?;
    for id in &ended {
        tx.audit("quota", *id, QuotaState::Unfulfilled.word(), json!({}));
    }
    Ok(ended.len())
}
