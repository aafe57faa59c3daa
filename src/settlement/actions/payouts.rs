//! What the changes of payouts and their batches have in common.

use chrono::NaiveDate;
use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutId, PayoutState},
};

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::{PayoutChange, ledger::LedgerParty, next_payout_state, postings::PayoutPosting},
        store::{
            payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// A payout under the lock of its batch.
///
/// # Errors
/// 404.
pub async fn lock_payout(tx: &UnitOfWork, id: PayoutId) -> Result<PayoutWithWorkshop> {
    let batch = payouts::get_payout(tx, id).await?.payout.batch_id;
    payout_batches::lock_batch(tx, batch).await?;
    // Read again, because its state may have changed before the lock.
    payouts::get_payout(tx, id).await
}

/// Whether a payout in `state` changes: `false` where the change was made before.
///
/// # Errors
/// Why its state refuses the change.
pub fn check_payout_change(state: PayoutState, change: PayoutChange) -> Result<bool> {
    let refusal = match state {
        PayoutState::Prepared | PayoutState::Approved => SettlementError::PayoutNotExported,
        PayoutState::Exported => SettlementError::PayoutNotConfirmed,
        PayoutState::Confirmed => SettlementError::PayoutConfirmed,
        PayoutState::Failed => SettlementError::PayoutFailed,
        PayoutState::Returned => SettlementError::PayoutReturned,
        PayoutState::Cancelled => SettlementError::BatchCancelled,
    };
    let next = next_payout_state(state, change).ok_or(refusal)?;
    Ok(next != state)
}

/// Whether a batch in `state` changes: `false` where the change was made before.
///
/// # Errors
/// Why its state refuses the change.
pub fn check_batch_change(state: PayoutState, change: PayoutChange) -> Result<bool> {
    let refusal = match state {
        PayoutState::Prepared | PayoutState::Approved => SettlementError::BatchNotApproved,
        PayoutState::Cancelled => SettlementError::BatchCancelled,
        PayoutState::Exported | PayoutState::Confirmed | PayoutState::Failed | PayoutState::Returned => {
            SettlementError::BatchExported
        }
    };
    let next = next_payout_state(state, change).ok_or(refusal)?;
    Ok(next != state)
}

/// What the ledger posts of a payout on a day.
pub fn payout_posting(PayoutWithWorkshop { payout, workshop }: &PayoutWithWorkshop, date: NaiveDate) -> PayoutPosting {
    let workshop = LedgerParty::new(workshop.id.0, workshop.code.as_str());
    PayoutPosting { id: payout.id, workshop, amount: payout.amount, date, undone: payout.undone }
}

/// Ends a batch once none of its payouts is waiting for the bank: it has failed where all of them have, and is confirmed
/// otherwise.
pub async fn end_batch_if_complete(tx: &UnitOfWork, id: PayoutBatchId) -> Result<()> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    let payouts = payouts::list_payouts(tx, id).await?;
    let has_state = |row: &PayoutWithWorkshop, state| row.payout.state == state;
    if payouts.iter().any(|row| has_state(row, PayoutState::Exported)) {
        return Ok(());
    }
    let failed = payouts.iter().all(|row| has_state(row, PayoutState::Failed));
    let ended = payout_batch::Model {
        state: if failed { PayoutState::Failed } else { PayoutState::Confirmed },
        confirmed_at: (!failed).then_some(tx.now()),
        failed_at: failed.then_some(tx.now()),
        version: batch.version + 1,
        ..batch
    };
    payout_batches::update_batch(tx, ended).await
}
