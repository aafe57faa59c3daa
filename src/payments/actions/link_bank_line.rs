//! Links a bank line to a payment that was recorded by hand before the bank statement arrived.

use entities::values::{BankLineId, BankLineState, PaymentId, PaymentMethod};
use serde_json::json;

use crate::{
    payments::{
        errors::PaymentError,
        store::{bank_lines, payments},
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Links a bank line to an existing payment, so that the same money is not recorded twice. Returns `false` where they
/// are linked already.
///
/// # Errors
/// 404; `PaidByCard`, because card payments reach the bank in a payout of many; `AmountsDiffer`; `BankLineTaken`;
/// `PaymentHasBankLine`.
pub async fn link_bank_line(tx: &mut UnitOfWork, id: BankLineId, payment_id: PaymentId) -> Result<bool> {
    let line = bank_lines::get_bank_line(tx, id).await?;
    let payment = payments::get_payment(tx, payment_id).await?;
    if payment.bank_line_id == Some(id) {
        return Ok(false);
    }
    if payment.method == PaymentMethod::Card {
        return Err(PaymentError::PaidByCard.at("/payment_id"));
    }
    if payment.amount != line.amount {
        let (bank_line, payment) = (line.amount.of(line.currency), payment.amount.of(payment.currency));
        return Err(PaymentError::AmountsDiffer { bank_line, payment }.at("/payment_id"));
    }
    if !bank_lines::update_state(tx, id, BankLineState::Unmatched, BankLineState::Matched).await? {
        return Err(PaymentError::BankLineTaken.into());
    }
    if !payments::update_bank_line(tx, payment_id, id).await? {
        return Err(PaymentError::PaymentHasBankLine.at("/payment_id"));
    }
    tx.audit("bank_line", id, "linked", json!({ "payment": payment_id.to_string() }));
    Ok(true)
}
