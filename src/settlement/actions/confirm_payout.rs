//! Confirms payouts that the bank statement shows: on the word of a person, or by the reference in an imported line.

use chrono::NaiveDate;
use entities::{
    settlement::payout,
    values::{Amount, BankLineId, PayoutId, PayoutState},
};
use serde_json::json;

use super::{
    payouts::{end_batch_if_complete, lock_exported_payout, payout_posting},
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
        rules::postings::{PayoutStep, payout_entry},
        store::payouts,
    },
};

/// Confirms an exported payout that was paid on `paid_on`. Returns `false` where it was confirmed before.
///
/// # Errors
/// 404; `ConfirmedInFuture`; `PayoutNotExported`.
pub async fn confirm_payout(tx: &mut UnitOfWork, id: PayoutId, paid_on: NaiveDate) -> Result<bool> {
    if paid_on > tx.today() {
        return Err(SettlementError::ConfirmedInFuture { today: tx.today() }.at("/confirmed_on"));
    }
    confirm(tx, id, paid_on).await
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
    match exported.into_iter().find(is_shown) {
        Some(payout) if payments::match_payout(tx, line, payout.id).await? => confirm(tx, payout.id, booked_on).await,
        _ => Ok(false),
    }
}

/// Confirms the payout that a person named a bank line as; one that was confirmed by hand before stays as it is.
///
/// # Errors
/// 404; `PayoutAmountDiffers` where the line shows another amount; `PayoutNotExported`.
pub async fn confirm_named_payout(
    tx: &mut UnitOfWork,
    id: PayoutId,
    amount: Amount,
    booked_on: NaiveDate,
) -> Result<bool> {
    let payout = payouts::get_payout(tx, id).await?.payout;
    if payout.amount != -amount {
        let currency = tx.currency();
        return Err(SettlementError::PayoutAmountDiffers { payout: payout.amount.of(currency) }.at("/payout_id"));
    }
    confirm(tx, id, booked_on).await
}

async fn confirm(tx: &mut UnitOfWork, id: PayoutId, paid_on: NaiveDate) -> Result<bool> {
    let row = lock_exported_payout(tx, id).await?;
    if row.payout.state == PayoutState::Confirmed {
        return Ok(false);
    }
    post_entry(tx, payout_entry(PayoutStep::Confirmed, &payout_posting(&row, paid_on))).await?;
    let (amount, batch) = (row.payout.amount, row.payout.batch_id);
    let confirmed = payout::Model { state: PayoutState::Confirmed, confirmed_on: Some(paid_on), ..row.payout };
    payouts::update_payout(tx, confirmed).await?;
    tx.audit("payout", id.0, "confirmed", json!({ "on": paid_on.to_string(), "amount": amount.0 }));
    tx.emit(Event::PayoutConfirmed { payout_id: id });
    end_batch_if_complete(tx, batch).await?;
    Ok(true)
}
