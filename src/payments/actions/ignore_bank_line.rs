//! Marks bank lines as not being a payment of a buyer, and undoes it.

use entities::values::{BankLineId, BankLineState};
use serde_json::json;

use crate::{
    payments::{errors::PaymentError, store::bank_lines},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Marks an unmatched bank line as ignored. Returns `false` where it is ignored already.
///
/// # Errors
/// 404; `BankLineTaken` for a matched line.
pub async fn ignore_bank_line(tx: &mut UnitOfWork, id: BankLineId) -> Result<bool> {
    update_state(tx, id, BankLineState::Unmatched, BankLineState::Ignored, "ignored").await
}

/// Makes an ignored bank line unmatched again. Returns `false` where it is unmatched already.
///
/// # Errors
/// 404; `BankLineTaken` for a matched line.
pub async fn restore_bank_line(tx: &mut UnitOfWork, id: BankLineId) -> Result<bool> {
    update_state(tx, id, BankLineState::Ignored, BankLineState::Unmatched, "restored").await
}

async fn update_state(
    tx: &mut UnitOfWork,
    id: BankLineId,
    from: BankLineState,
    to: BankLineState,
    action: &'static str,
) -> Result<bool> {
    if bank_lines::update_state(tx, id, from, to).await? {
        tx.audit("bank_line", id, action, json!({}));
        return Ok(true);
    }
    if bank_lines::get_bank_line(tx, id).await?.state == to {
        Ok(false)
    } else {
        Err(PaymentError::BankLineTaken.into())
    }
}
