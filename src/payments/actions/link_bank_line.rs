//! Links a bank line to a payment that was recorded by hand before the bank statement arrived.

use entities::values::{BankLineId, BankLineKind, PaymentId, PaymentMethod};
use serde_json::json;

use super::take_bank_line::{NewMatch, check_unmatched, record_match};
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

/// Links a bank line to an existing payment, so that the same money is not recorded twice. Does nothing where they are
/// linked already.
///
/// # Errors
/// 404; `PaidByCard`, because card payments reach the bank in a payout of many; `AmountsDiffer`; `BankLineTaken`;
/// `BankLineUndecided`; `PaymentHasBankLine`; `PaymentReversed`.
pub async fn link_bank_line(tx: &mut UnitOfWork, id: BankLineId, payment_id: PaymentId) -> Result<()> {
    let line = bank_lines::lock_bank_line(tx, id).await?;
    let payment = payments::lock_payment(tx, payment_id).await?;
    if payment.bank_line_id == Some(id) {
        return Ok(());
    }
    check_unmatched(&line)?;
    if payment.method == PaymentMethod::Card {
        return Err(PaymentError::PaidByCard.at("/payment_id"));
    }
    if payment.reversed_at.is_some() {
        return Err(PaymentError::PaymentReversed.at("/payment_id"));
    }
    if payment.bank_line_id.is_some() {
        return Err(PaymentError::PaymentHasBankLine.at("/payment_id"));
    }
    if payment.amount != line.amount {
        let (bank_line, payment) = (line.amount.of(line.currency), payment.amount.of(payment.currency));
        return Err(PaymentError::AmountsDiffer { bank_line, payment }.at("/payment_id"));
    }
    payments::update_bank_line(tx, payment_id, Some(id)).await?;
    record_match(tx, id, NewMatch { payment_id: Some(payment_id), ..NewMatch::of(BankLineKind::Payment) }).await?;
    tx.audit("bank_line", id, "linked", json!({ "payment": payment_id.to_string() }));
    Ok(())
}
