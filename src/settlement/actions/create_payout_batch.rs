//! Creates a payout batch of the statements that are to be paid.

use entities::{
    settlement::{payout, payout_batch, statement},
    values::{Amount, BankFileFormat, PayoutBatchId, PayoutState, PersonId, WorkshopId},
};
use serde_json::json;

use crate::{
    members,
    platform::{counter, http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::bank_files::TransferDestination,
        store::{payout_batches, payouts},
    },
};

/// A new batch, and the workshops that are not in it because they have no bank account.
#[derive(Clone, Debug)]
pub struct CreatedBatch {
    /// The batch.
    pub batch: payout_batch::Model,
    /// Workshops with a statement to pay and without a bank account.
    pub without_account: Vec<WorkshopId>,
}

/// Name of the counter of batches.
const BATCHES: &str = "payout_batch";

/// Waits until no other transaction prepares a batch, so that no statement gets into one meanwhile.
pub(super) async fn hold_batches(tx: &UnitOfWork) -> Result<()> {
    counter::hold(tx, BATCHES).await
}

/// Creates a batch with a payout for every issued statement that has none, or only failed ones. The database guarantees
/// that a statement has one live payout at most.
///
/// # Errors
/// `NothingToPay`.
pub async fn create_payout_batch(tx: &mut UnitOfWork, by: PersonId, format: BankFileFormat) -> Result<CreatedBatch> {
    let id = tx.new_id::<PayoutBatchId>();
    let number = counter::next(tx, BATCHES).await?;
    let mut rows = Vec::new();
    let mut without_account = Vec::new();
    for statement in payouts::list_statements_to_pay(tx).await? {
        match find_destination(tx, statement.workshop_id).await? {
            Some(destination) => rows.push(new_payout(tx, id, &statement, &destination)?),
            None => without_account.push(statement.workshop_id),
        }
    }
    if rows.is_empty() {
        return Err(SettlementError::NothingToPay.into());
    }
    let total: Amount = rows.iter().map(|payout| payout.amount).sum();
    let batch = payout_batch::Model {
        id,
        number,
        currency: tx.currency(),
        format,
        state: PayoutState::Prepared,
        total,
        prepared_at: tx.now(),
        prepared_by: Some(by),
        approved_at: None,
        approved_by: None,
        exported_at: None,
        confirmed_at: None,
        failed_at: None,
        cancelled_at: None,
        cancelled_by: None,
        cancellation: None,
        file: None,
        file_content: None,
        version: 1,
    };
    payout_batches::insert_batch(tx, batch.clone()).await?;
    let count = rows.len();
    payouts::insert_payouts(tx, rows).await?;
    tx.audit("payout_batch", id.0, "prepared", json!({ "payouts": count, "total": total.0 }));
    Ok(CreatedBatch { batch, without_account })
}

/// The bank account of a workshop's member, if there is one.
async fn find_destination(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Option<TransferDestination>> {
    Ok(members::find_bank_account(tx, workshop).await?.map(TransferDestination::from))
}

fn new_payout(
    tx: &UnitOfWork,
    batch: PayoutBatchId,
    statement: &statement::Model,
    destination: &TransferDestination,
) -> Result<payout::Model> {
    Ok(payout::Model {
        id: tx.new_id(),
        batch_id: batch,
        workshop_id: statement.workshop_id,
        statement_id: statement.id,
        amount: statement.total,
        state: PayoutState::Prepared,
        account: serde_json::to_value(destination).map_err(anyhow::Error::from)?,
        live_statement: Some(statement.id),
        confirmed_on: None,
        returned_on: None,
        failure: None,
        confirmed_line_id: None,
        returned_line_id: None,
        undone: 0,
    })
}
