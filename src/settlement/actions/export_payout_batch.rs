//! Exports a payout batch as a bank file.

use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutId, PayoutState},
};
use serde_json::json;

use super::{payouts::payout_posting, post_entry::post_entry};
use crate::{
    payments::payout_reference,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
    settlement::{
        errors::SettlementError,
        rules::{
            bank_files::{BankFile, BankTransfer, write_bank_file},
            postings::{PayoutStep, payout_entry},
        },
        store::{
            payout_account, payout_batches,
            payouts::{self, PayoutWithWorkshop},
        },
    },
};

/// Returns the bank file of an approved batch. The first export also posts the payouts as sent; later ones return the
/// same bytes.
///
/// # Errors
/// 404; `BatchNotApproved`; `PayoutAccountMissing`.
pub async fn export_payout_batch(tx: &mut UnitOfWork, id: PayoutBatchId) -> Result<BankFile> {
    let batch = payout_batches::lock_batch(tx, id).await?;
    if batch.state == PayoutState::Prepared {
        return Err(SettlementError::BatchNotApproved.into());
    }
    let Some(account) = payout_account::find_payout_account(tx).await? else {
        return Err(SettlementError::PayoutAccountMissing.into());
    };
    let payouts = payouts::list_payouts(tx, id).await?;
    let transfers = payouts.iter().map(bank_transfer).collect::<Result<Vec<_>>>()?;
    let file = write_bank_file(&batch, &account, &transfers).map_err(anyhow::Error::from)?;
    if batch.state != PayoutState::Approved {
        return Ok(file);
    }
    for payout in &payouts {
        post_entry(tx, payout_entry(PayoutStep::Sent, &payout_posting(payout, tx.today()))).await?;
    }
    let exported = payout_batch::Model {
        state: PayoutState::Exported,
        exported_at: Some(tx.now()),
        file: Some(file.name.clone()),
        version: batch.version + 1,
        ..batch
    };
    payout_batches::update_batch(tx, exported).await?;
    let ids: Vec<PayoutId> = payouts.iter().map(|row| row.payout.id).collect();
    payouts::update_states(tx, &ids, PayoutState::Exported).await?;
    tx.audit("payout_batch", id.0, "exported", json!({ "payouts": payouts.len(), "file": file.name }));
    Ok(file)
}

fn bank_transfer(PayoutWithWorkshop { payout, .. }: &PayoutWithWorkshop) -> Result<BankTransfer> {
    Ok(BankTransfer {
        reference: payout_reference(payout.id),
        amount: payout.amount,
        to: serde_json::from_value(payout.account.clone()).map_err(anyhow::Error::from)?,
    })
}
