//! Bank lines that make no new payment.

use entities::{
    payments::payment,
    values::{BankLineId, BankLineState, PaymentId, PaymentMethod},
};
use serde_json::json;

use super::receive::taken;
use crate::{
    payments::store,
    platform::{
        http::problem::{Problem, Result},
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
    if store::lines::line(tx, id).await?.state == to { Ok(false) } else { Err(taken()) }
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
        let detail = "This was paid by card: its money reaches the bank in a payout of the card processor.";
        return Err(Problem::refused("paid_by_card", detail).at("/payment_id", "paid_by_card", detail));
    }
    if payment.amount != line.amount {
        let detail = "The line and the payment are not of the same amount.";
        return Err(Problem::refused("amounts_differ", detail).at("/payment_id", "amounts_differ", detail));
    }
    if !store::lines::step(tx, id, BankLineState::Unmatched, BankLineState::Matched).await? {
        return Err(taken());
    }
    if !store::payments::set_line(tx, payment_id, id).await? {
        let detail = "This payment is tied to another line.";
        return Err(Problem::refused("payment_has_line", detail).at("/payment_id", "payment_has_line", detail));
    }
    tx.audit("bank_line", id, "linked", json!({ "payment": payment_id.to_string() }));
    Ok(true)
}
