//! Exports a payout batch as a bank file.

use chrono::{DateTime, Utc};
use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutId, PayoutState},
};
use serde_json::json;

use super::{
    payouts::{check_batch_change, payout_posting},
    post_entry::post_entry,
};
use crate::{
    payments::payout_reference,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::{
            PayoutChange,
            bank_files::{BankFile, BankTransfer, TransferOrder, write_bank_file},
            postings::{PayoutStep, payout_entry},
        },
        store::{
            payout_account, payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// Returns the bank file of an approved batch. The first export writes the file, keeps it and posts the payouts as sent;
/// later ones return what was kept.
///
/// # Errors
/// 404; `BatchNotApproved`, `BatchCancelled`; `PayoutAccountMissing`.
pub async fn export_payout_batch(tx: &mut UnitOfWork, id: PayoutBatchId) -> Result<BankFile> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    let is_first = check_batch_change(batch.state, PayoutChange::Export)?;
    if let (Some(name), Some(content)) = (&batch.file, &batch.file_content) {
        return Ok(BankFile { name: name.clone(), content: content.clone(), format: batch.format });
    }
    let payouts = payouts::list_payouts(tx, id).await?;
    let exported_at = batch.exported_at.unwrap_or(tx.now());
    let file = write_file(tx, &batch, exported_at, &payouts).await?;
    if is_first {
        for payout in &payouts {
            post_entry(tx, payout_entry(PayoutStep::Sent, &payout_posting(payout, tx.today()))).await?;
        }
        let ids: Vec<PayoutId> = payouts.iter().map(|row| row.payout.id).collect();
        payouts::update_states(tx, &ids, PayoutState::Exported).await?;
        tx.audit("payout_batch", id.0, "exported", json!({ "payouts": payouts.len(), "file": file.name }));
    }
    let exported = payout_batch::Model {
        state: if is_first { PayoutState::Exported } else { batch.state },
        exported_at: Some(exported_at),
        file: Some(file.name.clone()),
        file_content: Some(file.content.clone()),
        version: batch.version + 1,
        ..batch
    };
    payout_batches::update_batch(tx, exported).await?;
    Ok(file)
}

/// The file of a batch, to be carried out on the cooperative's day of `exported_at`.
async fn write_file(
    tx: &UnitOfWork,
    batch: &payout_batch::Model,
    exported_at: DateTime<Utc>,
    payouts: &[PayoutWithWorkshop],
) -> Result<BankFile> {
    let Some(account) = payout_account::find_payout_account(tx).await? else {
        return Err(SettlementError::PayoutAccountMissing.into());
    };
    let transfers = payouts.iter().map(bank_transfer).collect::<Result<Vec<_>>>()?;
    let order = TransferOrder {
        number: batch.number,
        currency: batch.currency,
        created_at: exported_at.with_timezone(&tx.zone()),
        from: &account,
    };
    Ok(write_bank_file(batch.format, &order, &transfers).map_err(anyhow::Error::from)?)
}

fn bank_transfer(PayoutWithWorkshop { payout, .. }: &PayoutWithWorkshop) -> Result<BankTransfer> {
    Ok(BankTransfer {
        reference: payout_reference(payout.id),
        amount: payout.amount,
        to: serde_json::from_value(payout.account.clone()).map_err(anyhow::Error::from)?,
    })
}
