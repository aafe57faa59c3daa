//! Records that the bank did not carry out a payout.

use entities::{
    settlement::payout,
    values::{PayoutId, PayoutState},
};
use serde_json::json;

use super::{
    payouts::{check_payout_change, end_batch_if_complete, lock_payout, payout_posting},
    post_entry::post_entry,
};
use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        Event,
        rules::{
            PayoutChange,
            postings::{PayoutStep, payout_entry},
        },
        store::payouts,
    },
};

/// Records that an exported payout failed. Its statement can be paid again in another batch. Returns `false` where it
/// failed before.
///
/// # Errors
/// 404; `PayoutNotExported`, `PayoutConfirmed`, `PayoutReturned`, `BatchCancelled`.
pub async fn fail_payout(tx: &mut UnitOfWork, id: PayoutId, reason: &str) -> Result<bool> {
    let row = lock_payout(tx, id).await?;
    if !check_payout_change(row.payout.state, PayoutChange::Fail)? {
        return Ok(false);
    }
    post_entry(tx, payout_entry(PayoutStep::Failed, &payout_posting(&row, tx.today()))).await?;
    let (amount, batch) = (row.payout.amount, row.payout.batch_id);
    let failed = payout::Model {
        state: PayoutState::Failed,
        live_statement: None,
        failure: Some(reason.to_owned()),
        ..row.payout
    };
    payouts::update_payout(tx, failed).await?;
    tx.audit("payout", id.0, "failed", json!({ "reason": reason, "amount": amount.0 }));
    tx.emit(Event::PayoutFailed { payout_id: id });
    end_batch_if_complete(tx, batch).await?;
    Ok(true)
}
