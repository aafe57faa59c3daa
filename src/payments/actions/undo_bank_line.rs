//! Undoes the match of a bank line: what was posted for it is posted in reverse, and the line waits for a person again.

use entities::{
    payments::{bank_line, bank_line_match},
    values::{BankLineId, BankLineKind, RefundState},
};
use serde_json::json;

use super::{
    return_payment::{lock_both_lines, undo_return},
    reverse_payment::reverse_payment,
    take_bank_line::free_line,
};
use crate::{
    payments::{
        Event,
        errors::PaymentError,
        store::{bank_line_matches, bank_lines, payments, refunds},
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Undoes the match of a bank line. A payment that the match created is reversed; one that was recorded by hand before
/// stays, without a bank line. Where the line took a payment back, the line that showed the payment is free too, and the
/// payment stays reversed. A payout that the line confirmed waits for the bank again; one that the line returned is
/// confirmed again.
///
/// # Errors
/// 404; `BankLineNotMatched`; `AdvanceMatchKept` for advances, which are reversed; those of [`reverse_payment`], and those
/// of settlement for payouts.
pub async fn undo_bank_line(tx: &mut UnitOfWork, id: BankLineId, reason: &str) -> Result<bank_line::Model> {
    // A payment that the bank took back has two lines, which are locked in the order of their ids.
    let returned =
        bank_line_matches::find_live_match(tx, id).await?.filter(|row| row.kind == BankLineKind::PaymentReturn);
    if let Some(payment_id) = returned.and_then(|row| row.payment_id) {
        lock_both_lines(tx, id, payment_id).await?;
    }
    bank_lines::lock_bank_line(tx, id).await?;
    let row = bank_line_matches::find_live_match(tx, id).await?.ok_or(PaymentError::BankLineNotMatched)?;
    match row.kind {
        BankLineKind::Payment => undo_payment(tx, &row, reason).await?,
        BankLineKind::CardPayout => {
            let card_payout_id = row.card_payout_id.ok_or_else(|| Problem::missing_reference("card_payout", row.id))?;
            free_line(tx, &row, reason).await?;
            tx.emit(Event::CardPayoutReversed { card_payout_id });
        }
        BankLineKind::Refund => {
            let refund_id = row.refund_id.ok_or_else(|| Problem::missing_reference("refund", row.id))?;
            refunds::lock_refund(tx, refund_id).await?;
            refunds::update_state(tx, refund_id, RefundState::Requested, None).await?;
            free_line(tx, &row, reason).await?;
            tx.emit(Event::BankLineUndone { match_id: row.id });
        }
        BankLineKind::PaymentReturn => {
            let payment_id = row.payment_id.ok_or_else(|| Problem::missing_reference("payment", row.id))?;
            free_line(tx, &row, reason).await?;
            undo_return(tx, payment_id, reason).await?;
        }
        BankLineKind::BankFee | BankLineKind::Interest | BankLineKind::OwnTransfer | BankLineKind::CashDeposit => {
            free_line(tx, &row, reason).await?;
            tx.emit(Event::BankLineUndone { match_id: row.id });
        }
        BankLineKind::Payout | BankLineKind::PayoutReturn => {
            let payout_id = row.payout_id.ok_or_else(|| Problem::missing_reference("payout", row.id))?;
            free_line(tx, &row, reason).await?;
            tx.emit(Event::PayoutMatchUndone { payout_id, bank_line_id: id, reason: reason.to_owned() });
        }
        BankLineKind::Advance => return Err(PaymentError::AdvanceMatchKept.into()),
    }
    bank_lines::get_bank_line(tx, id).await
}

async fn undo_payment(tx: &mut UnitOfWork, row: &bank_line_match::Model, reason: &str) -> Result<()> {
    let payment_id = row.payment_id.ok_or_else(|| Problem::missing_reference("payment", row.id))?;
    if row.creates_payment {
        reverse_payment(tx, payment_id, reason).await?;
        return Ok(());
    }
    if payments::get_payment(tx, payment_id).await?.reversed_at.is_some() {
        return Err(PaymentError::PaymentReversed.into());
    }
    payments::update_bank_line(tx, payment_id, None).await?;
    tx.audit("payment", payment_id, "bank_line_removed", json!({ "reason": reason }));
    free_line(tx, row, reason).await
}
