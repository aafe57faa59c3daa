//! Fulfilment tells what came for a quota: the workshop carries what was accepted in the place of what was published.

use entities::{
    allocation::quota,
    values::{QuotaId, QuotaState, ReceiptId, RejectionCause},
};
use serde_json::json;

use super::moves::Book;
use crate::{
    allocation::{rules::Received, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What fulfilment accepted and rejected for a quota with one receipt: moves the carried value from published to
/// accepted, and to rejected what failed, where the assembly counts it; the quota is fulfilled when all of it came.
/// Once per receipt. What was rejected as surplus moves nothing.
pub async fn goods_received(
    tx: &mut UnitOfWork,
    id: QuotaId,
    receipt: ReceiptId,
    accepted: i64,
    rejected: i64,
    cause: Option<RejectionCause>,
) -> Result<()> {
    let quota = store::quotas::get(tx, id).await?;
    let before = Received { accepted: quota.accepted_units, failed: quota.failed_units, damaged: quota.damaged_units };
    let mut after = Received { accepted: before.accepted + accepted, ..before };
    match cause {
        // Never brought, and not good enough: both are the workshop's own failing.
        Some(RejectionCause::Quality | RejectionCause::Missing) => after.failed += rejected,
        Some(RejectionCause::Damaged) => after.damaged += rejected,
        Some(RejectionCause::Surplus) | None => {}
    }
    let book = Book::open(tx, quota.cycle_id).await?;
    if !book.received(tx, &quota, &format!("receipt:{receipt}"), before, after).await? {
        return Ok(());
    }
    let came = after.accepted >= quota.units && store::quotas::LIVE.contains(&quota.state);
    let fulfilled = came && quota.state != QuotaState::Fulfilled;
    let changed = quota::Model {
        accepted_units: after.accepted,
        failed_units: after.failed,
        damaged_units: after.damaged,
        state: if fulfilled { QuotaState::Fulfilled } else { quota.state },
        fulfilled_at: if fulfilled { Some(tx.now()) } else { quota.fulfilled_at },
        version: quota.version + 1,
        ..quota
    };
    store::quotas::update(tx, changed).await?;
    if fulfilled {
        tx.audit("quota", id, "fulfilled", json!({ "units": after.accepted }));
    }
    Ok(())
}
