//! Confirms payouts that the bank statement shows: on the word of a person, or by the reference in an imported line.

use chrono::NaiveDate;
use entities::{
    settlement::payout,
    values::{Amount, BankLineId, PayoutId, PayoutState},
};
use serde_json::json;

use super::{
    payouts::{check_payout_change, end_batch_if_complete, lock_payout, payout_posting},
    post_entry::post_entry,
};
use crate::{
    payments::{self, payout_reference},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        Event,
        errors::SettlementError,
        rules::{
            PayoutChange,
            postings::{PayoutStep, payout_entry},
        },
        store::{
            payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// Confirms an exported payout that was paid on `paid_on`. Returns `false` where it was confirmed before.
///
/// # Errors
/// 404; `ConfirmedInFuture`, `ConfirmedBeforeExport`; `PayoutNotExported`, `PayoutFailed`, `PayoutReturned`,
/// `BatchCancelled`.
pub async fn confirm_payout(tx: &mut UnitOfWork, id: PayoutId, paid_on: NaiveDate) -> Result<bool> {
    if paid_on > tx.today() {
        return Err(SettlementError::ConfirmedInFuture { today: tx.today() }.at("/confirmed_on"));
    }
    let batch = payouts::get_payout(tx, id).await?.payout.batch_id;
    let exported_at = payout_batches::get_batch(tx, batch).await?.exported_at;
    let exported_on = exported_at.map(|at| at.with_timezone(&tx.zone()).date_naive());
    if let Some(exported_on) = exported_on.filter(|exported_on| paid_on < *exported_on) {
        return Err(SettlementError::ConfirmedBeforeExport { exported_on }.at("/confirmed_on"));
    }
    let row = lock_payout(tx, id).await?;
    if !check_payout_change(row.payout.state, PayoutChange::Confirm)? {
        return Ok(false);
    }
    confirm(tx, row, paid_on, None).await?;
    Ok(true)
}

/// Confirms the exported payout with this reference, where the bank line shows its amount (negative, because the money
/// left the account), and matches the line with it. Returns `false` where there is none, which leaves the line to a
/// person.
pub async fn confirm_payout_by_reference(
    tx: &mut UnitOfWork,
    line: BankLineId,
    reference: &str,
    amount: Amount,
    booked_on: NaiveDate,
) -> Result<bool> {
    let exported = payouts::list_exported_payouts(tx).await?;
    let is_shown = |payout: &payout::Model| payout_reference(payout.id) == reference && payout.amount == -amount;
    let Some(found) = exported.into_iter().find(is_shown) else {
        return Ok(false);
    };
    let row = lock_payout(tx, found.id).await?;
    if row.payout.state != PayoutState::Exported || !payments::match_payout(tx, line, found.id).await? {
        return Ok(false);
    }
    confirm(tx, row, booked_on, Some(line)).await?;
    Ok(true)
}

/// Confirms the payout that a person named a bank line as; one that was confirmed by hand before stays as it is.
///
/// # Errors
/// 404; `PayoutAmountDiffers` where the line shows another amount; `PayoutNotExported`, `PayoutFailed`, `PayoutReturned`,
/// `BatchCancelled`.
pub async fn confirm_named_payout(
    tx: &mut UnitOfWork,
    id: PayoutId,
    line: BankLineId,
    amount: Amount,
    booked_on: NaiveDate,
) -> Result<bool> {
    let row = lock_payout(tx, id).await?;
    if row.payout.amount != -amount {
        let payout = row.payout.amount.of(tx.currency());
        return Err(SettlementError::PayoutAmountDiffers { payout }.at("/payout_id"));
    }
    if !check_payout_change(row.payout.state, PayoutChange::Confirm)? {
        return Ok(false);
    }
    confirm(tx, row, booked_on, Some(line)).await?;
    Ok(true)
}

/// Confirms an exported payout that `line` shows, or a person. Its batch is locked.
async fn confirm(
    tx: &mut UnitOfWork,
    row: PayoutWithWorkshop,
    paid_on: NaiveDate,
    line: Option<BankLineId>,
) -> Result<()> {
    post_entry(tx, payout_entry(PayoutStep::Confirmed, &payout_posting(&row, paid_on))).await?;
    let (id, amount, batch) = (row.payout.id, row.payout.amount, row.payout.batch_id);
    let confirmed = payout::Model {
        state: PayoutState::Confirmed,
        confirmed_on: Some(paid_on),
        confirmed_line_id: line,
        ..row.payout
    };
    payouts::update_payout(tx, confirmed).await?;
    tx.audit("payout", id.0, "confirmed", json!({ "on": paid_on.to_string(), "amount": amount.0 }));
    tx.emit(Event::PayoutConfirmed { payout_id: id });
    end_batch_if_complete(tx, batch).await
}
