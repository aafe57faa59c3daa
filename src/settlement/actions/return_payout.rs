//! Records that the bank sent a payout back that it had carried out: its earnings become payable again.

use chrono::NaiveDate;
use entities::{
    settlement::payout,
    values::{Amount, BankLineId, PayoutId, PayoutState},
};
use serde_json::json;

use super::{
    payouts::{check_payout_change, lock_payout, payout_posting},
    post_entry::post_entry,
};
use crate::{
    platform::{
        http::{api_error::ApiError, problem::Result},
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
    settlement::{
        Event,
        errors::SettlementError,
        rules::{
            PayoutChange,
            postings::{PayoutStep, payout_entry},
        },
        store::payouts::{self, PayoutWithWorkshop},
    },
};

/// Records that the bank sent a confirmed payout back on `returned_on`. Its statement can be paid again in another batch.
/// Returns `false` where that was recorded before.
///
/// # Errors
/// 404; `PayoutNotExported`, `PayoutNotConfirmed`, `PayoutFailed`, `BatchCancelled`; `ReturnedOnImpossible`.
pub async fn return_payout(tx: &mut UnitOfWork, id: PayoutId, returned_on: NaiveDate, reason: &str) -> Result<bool> {
    let row = lock_payout(tx, id).await?;
    return_locked(tx, row, returned_on, reason, None).await
}

/// Records the return of a payout that `line` shows, or a person. Its batch is locked.
async fn return_locked(
    tx: &mut UnitOfWork,
    row: PayoutWithWorkshop,
    returned_on: NaiveDate,
    reason: &str,
    line: Option<BankLineId>,
) -> Result<bool> {
    if !check_payout_change(row.payout.state, PayoutChange::Return)? {
        return Ok(false);
    }
    let (confirmed_on, today) = (row.payout.confirmed_on.unwrap_or(returned_on), tx.today());
    if returned_on < confirmed_on || returned_on > today {
        return Err(SettlementError::ReturnedOnImpossible { confirmed_on, today }.at("/returned_on"));
    }
    return_confirmed(tx, row, returned_on, reason, line).await?;
    Ok(true)
}

/// Records the return of the payout that a person named an incoming bank line as; one whose return was recorded by hand
/// before stays as it is. `amount` is positive, because the money came back.
///
/// # Errors
/// Those of `return_payout`; `PayoutAmountDiffers` where the line shows another amount.
pub async fn return_named_payout(
    tx: &mut UnitOfWork,
    id: PayoutId,
    line: BankLineId,
    amount: Amount,
    booked_on: NaiveDate,
) -> Result<bool> {
    let row = lock_payout(tx, id).await?;
    if row.payout.amount != amount {
        let payout = row.payout.amount.of(tx.currency());
        return Err(SettlementError::PayoutAmountDiffers { payout }.at("/payout_id"));
    }
    let reason = localize!(Localizer::SHARED, "payout-returned-reason");
    return_locked(tx, row, booked_on, &reason, Some(line)).await
}

/// Records the return of a confirmed payout. Its batch is locked.
async fn return_confirmed(
    tx: &mut UnitOfWork,
    row: PayoutWithWorkshop,
    returned_on: NaiveDate,
    reason: &str,
    line: Option<BankLineId>,
) -> Result<()> {
    post_entry(tx, payout_entry(PayoutStep::Returned, &payout_posting(&row, returned_on))).await?;
    let (id, amount) = (row.payout.id, row.payout.amount);
    let returned = payout::Model {
        state: PayoutState::Returned,
        live_statement: None,
        returned_on: Some(returned_on),
        failure: Some(reason.to_owned()),
        returned_line_id: line,
        ..row.payout
    };
    payouts::update_payout(tx, returned).await?;
    tx.audit("payout", id.0, "returned", json!({ "reason": reason, "amount": amount.0 }));
    tx.emit(Event::PayoutReturned { payout_id: id });
    Ok(())
}
