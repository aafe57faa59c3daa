//! Bank lines that make no new payment.

use entities::{
    payments::payment,
    values::{BankLineId, BankLineState, PaymentId, PaymentMethod},
};
use serde_json::json;

use crate::{
    payments::{errors::PaymentError, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Sets a line aside that is no payment of a buyer; `false` where it is set aside.
///
/// Refuses 409 `line_taken` for a matched line.
pub async fn ignore(tx: &mut UnitOfWork, id: BankLineId) -> Result<bool> {
    step(tx, id, BankLineState::Unmatched, BankLineState::Ignored, "ignored").await
}

/// Takes a line up again that was set aside; `false` where it waits already.
///
/// Refuses 409 `line_taken` for a matched line.
pub async fn restore(tx: &mut UnitOfWork, id: BankLineId) -> Result<bool> {
    step(tx, id, BankLineState::Ignored, BankLineState::Unmatched, "restored").await
}

async fn step(
    tx: &mut UnitOfWork,
    id: BankLineId,
    from: BankLineState,
    to: BankLineState,
    action: &'static str,
) -> Result<bool> {
    if store::lines::step(tx, id, from, to).await? {
        tx.audit("bank_line", id, action, json!({}));
        return Ok(true);
    }
    if store::lines::line(tx, id).await?.state == to { Ok(false) } else { Err(PaymentError::BankLineTaken.into()) }
}

/// Ties a line to a payment that a person recorded before the statement came, so that it is not taken twice; `false`
/// where they are tied.
///
/// Refuses 409 `line_taken`, `payment_has_line`, `amounts_differ`, and `paid_by_card`: that money comes in the card
/// processor's payout, which tells of no single payment.
pub async fn link(tx: &mut UnitOfWork, id: BankLineId, payment_id: PaymentId) -> Result<bool> {
    let line = store::lines::line(tx, id).await?;
    let payment: payment::Model = store::payments::payment(tx, payment_id).await?;
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
    if !store::lines::step(tx, id, BankLineState::Unmatched, BankLineState::Matched).await? {
        return Err(PaymentError::BankLineTaken.into());
    }
    if !store::payments::set_line(tx, payment_id, id).await? {
        return Err(PaymentError::PaymentHasBankLine.at("/payment_id"));
    }
    tx.audit("bank_line", id, "linked", json!({ "payment": payment_id.to_string() }));
    Ok(true)
}
