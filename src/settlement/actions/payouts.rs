//! What confirming and failing a payout have in common.

use chrono::NaiveDate;
use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutId, PayoutState},
};

use crate::{
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::{ledger::LedgerParty, postings::PayoutPosting},
        store::{
            payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// A payout that was exported, whatever became of it since, under the lock of its batch.
///
/// # Errors
/// 404; `PayoutNotExported`.
pub async fn lock_exported_payout(tx: &UnitOfWork, id: PayoutId) -> Result<PayoutWithWorkshop> {
    let batch = payouts::get_payout(tx, id).await?.payout.batch_id;
    payout_batches::lock_batch(tx, batch).await?;
    // Read again, because its state may have changed before the lock.
    let payout = payouts::get_payout(tx, id).await?;
    match payout.payout.state {
        PayoutState::Prepared | PayoutState::Approved => Err(SettlementError::PayoutNotExported.into()),
        PayoutState::Exported | PayoutState::Confirmed | PayoutState::Failed => Ok(payout),
    }
}

/// What the ledger posts of a payout on a day.
pub fn payout_posting(PayoutWithWorkshop { payout, workshop }: &PayoutWithWorkshop, date: NaiveDate) -> PayoutPosting {
    let workshop = LedgerParty::new(workshop.id.0, workshop.code.as_str());
    PayoutPosting { id: payout.id, workshop, amount: payout.amount, date }
}

/// Ends a batch once none of its payouts is waiting for the bank: it has failed where all of them have, and is confirmed
/// otherwise.
pub async fn end_batch_if_complete(tx: &UnitOfWork, id: PayoutBatchId) -> Result<()> {
    let payouts = payouts::list_payouts(tx, id).await?;
    let has_state = |row: &PayoutWithWorkshop, state| row.payout.state == state;
    if payouts.iter().any(|row| has_state(row, PayoutState::Exported)) {
        return Ok(());
    }
    let failed = payouts.iter().all(|row| has_state(row, PayoutState::Failed));
    let batch = payout_batches::get_batch(tx, id).await?;
    let ended = payout_batch::Model {
        state: if failed { PayoutState::Failed } else { PayoutState::Confirmed },
        confirmed_at: (!failed).then_some(tx.now()),
        failed_at: failed.then_some(tx.now()),
        ..batch
    };
    payout_batches::update_batch(tx, ended).await
}
