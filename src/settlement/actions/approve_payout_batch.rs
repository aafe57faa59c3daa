//! Approves a payout batch. A second person must do it.

use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutId, PayoutState, PersonId},
};
use serde_json::json;

use super::payouts::check_batch_change;
use crate::{
    members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::{AccountRefusal, PayoutChange, account_refusal, bank_files::TransferDestination},
        store::{
            payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// Approves a prepared batch. Returns `false` where it was approved before.
///
/// # Errors
/// 404; `BatchCancelled`; `SamePerson` for the person who prepared it; `AccountChangedSince`, `AccountChangedByApprover` and
/// `AccountUnconfirmed` of the accounts that it pays.
pub async fn approve_payout_batch(tx: &mut UnitOfWork, by: PersonId, id: PayoutBatchId) -> Result<bool> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    if !check_batch_change(batch.state, PayoutChange::Approve)? {
        return Ok(false);
    }
    if batch.prepared_by == Some(by) {
        return Err(SettlementError::SamePerson.into());
    }
    let payouts = payouts::list_payouts(tx, id).await?;
    for payout in &payouts {
        check_account(tx, by, payout).await?;
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
    let ids: Vec<PayoutId> = payouts.iter().map(|row| row.payout.id).collect();
    payouts::update_states(tx, &ids, PayoutState::Approved).await?;
    tx.audit("payout_batch", id.0, "approved", json!({ "total": total.0 }));
    Ok(true)
}

/// Checks the account that a payout is paid to.
async fn check_account(tx: &UnitOfWork, approver: PersonId, row: &PayoutWithWorkshop) -> Result<()> {
    let paid: TransferDestination = serde_json::from_value(row.payout.account.clone()).map_err(anyhow::Error::from)?;
    let in_force = members::find_bank_account(tx, row.workshop.id).await?;
    let workshop = row.workshop.name.clone();
    match account_refusal(&paid, in_force.as_ref(), approver, tx.now()) {
        None => Ok(()),
        Some(AccountRefusal::ChangedSince) => Err(SettlementError::AccountChangedSince { workshop }.into()),
        Some(AccountRefusal::EnteredByApprover) => Err(SettlementError::AccountChangedByApprover { workshop }.into()),
        Some(AccountRefusal::Unconfirmed) => {
            let entered_at = in_force.map_or(tx.now(), |account| account.created_at);
            let entered_on = entered_at.with_timezone(&tx.zone()).date_naive();
            Err(SettlementError::AccountUnconfirmed { workshop, entered_on }.into())
        }
    }
}
