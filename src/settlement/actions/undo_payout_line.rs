//! Takes back what a bank line made of a payout, because the line was another: the payout is exported again, or confirmed
//! again where the line was taken for its return.

use entities::{
    settlement::{payout, payout_batch},
    values::{BankLineId, PayoutBatchId, PayoutId, PayoutState, StatementId},
};
use serde_json::json;

use super::{
    create_payout_batch::hold_batches,
    payouts::{check_payout_change, lock_payout, payout_posting},
    post_entry::post_entry,
};
use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
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

/// Takes back the confirmation or the return of a payout that this bank line caused. Returns `false` where a person
/// recorded it, who stands by it.
///
/// # Errors
/// 404; `PayoutReturned` where a confirmed payout was returned since; `StatementPaidAgain` where the statement of a
/// returned payout is in another batch.
pub async fn undo_payout_line(tx: &mut UnitOfWork, id: PayoutId, line: BankLineId, reason: &str) -> Result<bool> {
    // Before the lock of a batch, as whoever prepares a batch takes them.
    hold_batches(tx).await?;
    let row = lock_payout(tx, id).await?;
    let change = match (row.payout.returned_line_id, row.payout.confirmed_line_id) {
        (Some(returned), _) if returned == line => PayoutChange::UndoReturn,
        (_, Some(confirmed)) if confirmed == line => PayoutChange::UndoConfirmation,
        _ => return Ok(false),
    };
    if !check_payout_change(row.payout.state, change)? {
        return Ok(false);
    }
    match change {
        PayoutChange::UndoReturn => undo_return(tx, row, reason).await?,
        _ => undo_confirmation(tx, row, reason).await?,
    }
    Ok(true)
}

async fn undo_confirmation(tx: &mut UnitOfWork, row: PayoutWithWorkshop, reason: &str) -> Result<()> {
    post_entry(tx, payout_entry(PayoutStep::ConfirmationUndone, &payout_posting(&row, tx.today()))).await?;
    let (id, amount, batch) = (row.payout.id, row.payout.amount, row.payout.batch_id);
    let exported = payout::Model {
        state: PayoutState::Exported,
        confirmed_on: None,
        confirmed_line_id: None,
        undone: row.payout.undone + 1,
        ..row.payout
    };
    payouts::update_payout(tx, exported).await?;
    tx.audit("payout", id.0, "confirmation_undone", json!({ "reason": reason, "amount": amount.0 }));
    reopen_batch(tx, batch).await
}

/// A batch of which a payout waits for the bank again is exported, not ended.
async fn reopen_batch(tx: &UnitOfWork, id: PayoutBatchId) -> Result<()> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    let version = batch.version + 1;
    let exported =
        payout_batch::Model { state: PayoutState::Exported, confirmed_at: None, failed_at: None, version, ..batch };
    payout_batches::update_batch(tx, exported).await
}

async fn undo_return(tx: &mut UnitOfWork, row: PayoutWithWorkshop, reason: &str) -> Result<()> {
    let statement: StatementId = row.payout.statement_id;
    if payouts::is_paid_by_another(tx, statement).await? {
        return Err(SettlementError::StatementPaidAgain.into());
    }
    post_entry(tx, payout_entry(PayoutStep::ReturnUndone, &payout_posting(&row, tx.today()))).await?;
    let (id, amount) = (row.payout.id, row.payout.amount);
    let confirmed = payout::Model {
        state: PayoutState::Confirmed,
        live_statement: Some(statement),
        returned_on: None,
        returned_line_id: None,
        failure: None,
        undone: row.payout.undone + 1,
        ..row.payout
    };
    payouts::update_payout(tx, confirmed).await?;
    tx.audit("payout", id.0, "return_undone", json!({ "reason": reason, "amount": amount.0 }));
    Ok(())
}
