//! What every way of naming a bank line has in common: the line is locked, its match is recorded, and both are undone
//! together.

use entities::{
    payments::{bank_line, bank_line_match},
    values::{
        AdjustmentId, Amount, BankLineId, BankLineKind, BankLineMatchId, BankLineState, CardPayoutId, PaymentId,
        PayoutId, RefundId,
    },
};
use serde_json::json;

use crate::{
    payments::{
        errors::PaymentError,
        store::{bank_line_matches, bank_lines},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What a bank line is, and the row that it shows.
#[derive(Clone, Debug)]
pub(super) struct NewMatch {
    /// What the line is.
    pub kind: BankLineKind,
    /// The payment, and whether the match created it.
    pub payment_id: Option<PaymentId>,
    /// Whether the payment was created by the match.
    pub creates_payment: bool,
    /// The payout of the card processor.
    pub card_payout_id: Option<CardPayoutId>,
    /// The payout to a workshop.
    pub payout_id: Option<PayoutId>,
    /// The refund.
    pub refund_id: Option<RefundId>,
    /// The advance to a workshop.
    pub adjustment_id: Option<AdjustmentId>,
    /// A remark.
    pub note: Option<String>,
}

impl NewMatch {
    /// A match that shows no other row.
    pub fn of(kind: BankLineKind) -> Self {
        Self {
            kind,
            payment_id: None,
            creates_payment: false,
            card_payout_id: None,
            payout_id: None,
            refund_id: None,
            adjustment_id: None,
            note: None,
        }
    }
}

/// An unmatched bank line, locked for update.
///
/// # Errors
/// 404; `BankLineTaken` for a matched line; `BankLineUndecided` for one that is or may be another line again.
pub(super) async fn lock_unmatched_line(tx: &UnitOfWork, id: BankLineId) -> Result<bank_line::Model> {
    let line = bank_lines::lock_bank_line(tx, id).await?;
    check_unmatched(&line)?;
    Ok(line)
}

/// # Errors
/// `BankLineTaken` for a matched line; `BankLineUndecided` for one that is or may be another line again.
pub(super) fn check_unmatched(line: &bank_line::Model) -> Result<()> {
    match line.state {
        BankLineState::Unmatched => Ok(()),
        BankLineState::Matched => Err(PaymentError::BankLineTaken.into()),
        BankLineState::PossibleDuplicate | BankLineState::Duplicate => Err(PaymentError::BankLineUndecided.into()),
    }
}

/// Refuses a line of money that was received.
///
/// # Errors
/// `BankLineNotSent`.
pub(super) fn check_sent(line: &bank_line::Model) -> Result<()> {
    if line.amount < Amount::ZERO { Ok(()) } else { Err(PaymentError::BankLineNotSent.into()) }
}

/// Records what a locked, unmatched line is.
///
/// # Errors
/// `ShownByAnotherLine` where another bank line shows the same payment, payout, refund or advance.
pub(super) async fn record_match(tx: &mut UnitOfWork, line: BankLineId, new: NewMatch) -> Result<BankLineMatchId> {
    let id: BankLineMatchId = tx.new_id();
    let row = bank_line_match::Model {
        id,
        bank_line_id: line,
        kind: new.kind,
        payment_id: new.payment_id,
        creates_payment: new.creates_payment,
        card_payout_id: new.card_payout_id,
        payout_id: new.payout_id,
        refund_id: new.refund_id,
        adjustment_id: new.adjustment_id,
        note: new.note,
        matched_by: tx.actor().person(),
        matched_at: tx.now(),
        undone_at: None,
        undone_by: None,
        undo_reason: None,
    };
    if !bank_line_matches::insert_match(tx, row).await? {
        return Err(PaymentError::ShownByAnotherLine.into());
    }
    bank_lines::update_state(tx, line, BankLineState::Matched).await?;
    tx.audit("bank_line", line, "matched", json!({ "kind": new.kind.word() }));
    Ok(id)
}

/// Frees a locked line from its match.
///
/// # Errors
/// `BankLineNotMatched` where the match was undone before.
pub(super) async fn free_line(tx: &mut UnitOfWork, row: &bank_line_match::Model, reason: &str) -> Result<()> {
    if !bank_line_matches::update_undone(tx, row.id, reason).await? {
        return Err(PaymentError::BankLineNotMatched.into());
    }
    bank_lines::update_state(tx, row.bank_line_id, BankLineState::Unmatched).await?;
    tx.audit("bank_line", row.bank_line_id, "match_undone", json!({ "kind": row.kind.word(), "reason": reason }));
    Ok(())
}
