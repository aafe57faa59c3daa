//! Records what a goods receipt accepted and rejected of a quota: carried value moves from published to accepted, and
//! the quota is fulfilled once all of it was accepted.

use entities::{
    allocation::quota,
    values::{QuotaId, QuotaState, ReceiptId, RejectionCause},
};
use serde_json::json;

use super::carried_value_ledger::CarriedValueLedger;
use crate::{
    allocation::{rules::ReceivedUnits, store::quotas},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records a goods receipt of a quota, in units; once for each receipt.
///
/// Units that failed by the workshop's fault count as made where the assembly decided so. Surplus units move nothing.
pub async fn record_receipt(
    tx: &mut UnitOfWork,
    id: QuotaId,
    receipt: ReceiptId,
    accepted: i64,
    rejected: i64,
    cause: Option<RejectionCause>,
) -> Result<()> {
    let quota = quotas::get_quota(tx, id).await?;
    let before =
        ReceivedUnits { accepted: quota.accepted_units, failed: quota.failed_units, damaged: quota.damaged_units };
    let mut after = ReceivedUnits { accepted: before.accepted + accepted, ..before };
    match cause {
        // Both are the workshop's fault: units of low quality, and units that it did not deliver.
        Some(RejectionCause::Quality | RejectionCause::Missing) => after.failed += rejected,
        Some(RejectionCause::Damaged) => after.damaged += rejected,
        Some(RejectionCause::Surplus) | None => {}
    }
    let ledger = CarriedValueLedger::load(tx, quota.cycle_id).await?;
    if !ledger.record_received(tx, &quota, &format!("receipt:{receipt}"), before, after).await? {
        return Ok(());
    }
    let complete = after.accepted >= quota.units && quotas::LIVE.contains(&quota.state);
    let fulfilled = complete && quota.state != QuotaState::Fulfilled;
    let updated = quota::Model {
        accepted_units: after.accepted,
        failed_units: after.failed,
        damaged_units: after.damaged,
        state: if fulfilled { QuotaState::Fulfilled } else { quota.state },
        fulfilled_at: if fulfilled { Some(tx.now()) } else { quota.fulfilled_at },
        version: quota.version + 1,
        ..quota
    };
    quotas::update_quota(tx, updated).await?;
    if fulfilled {
        tx.audit("quota", id, "fulfilled", json!({ "units": after.accepted }));
    }
    Ok(())
}
