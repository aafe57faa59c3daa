//! Names bank lines that are no payment of a buyer: refunds, payments that the bank took back, fees, interest, transfers
//! between own accounts, cash that was paid in, payouts.

use entities::{
    payments::bank_line,
    values::{Amount, BankLineId, BankLineKind, PaymentId, PaymentMethod, PayoutId, RefundId, RefundState},
};

use super::{
    return_payment::{lock_both_lines, return_payment},
    take_bank_line::{NewMatch, check_sent, lock_unmatched_line, record_match},
};
use crate::{
    payments::{
        Event,
        errors::PaymentError,
        store::{bank_lines, refunds},
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// What a bank line is.
#[derive(Clone, Debug)]
pub enum BankLineName {
    /// A refund to a buyer that was requested.
    Refund(RefundId),
    /// A payout to a workshop that was sent to the bank, or, where the line received money, that the bank returned.
    Payout(PayoutId),
    /// A payment of a buyer that the bank took back.
    PaymentReturn(PaymentId),
    /// A fee of the bank.
    BankFee,
    /// Interest.
    Interest,
    /// To or from another account of the cooperative.
    OwnTransfer,
    /// Cash of the cooperative that was paid in.
    CashDeposit,
}

impl BankLineName {
    /// The kind of the match, for a line of this amount.
    fn kind(&self, amount: Amount) -> BankLineKind {
        match self {
            Self::Payout(_) if amount > Amount::ZERO => BankLineKind::PayoutReturn,
            Self::Refund(_) => BankLineKind::Refund,
            Self::PaymentReturn(_) => BankLineKind::PaymentReturn,
            Self::Payout(_) => BankLineKind::Payout,
            Self::BankFee => BankLineKind::BankFee,
            Self::Interest => BankLineKind::Interest,
            Self::OwnTransfer => BankLineKind::OwnTransfer,
            Self::CashDeposit => BankLineKind::CashDeposit,
        }
    }
}

/// Names an unmatched bank line. `note` is a remark.
///
/// # Errors
/// 404; `BankLineTaken`; `BankLineNotSent` for received money that is named as sent, and `BankLineNotReceived` for the
/// reverse; `AmountsDiffer` and `RefundSettled` for refunds; `AmountsDiffer`, `PaymentWithoutLine` and those of a reversal
/// for payments that the bank took back; those of settlement for payouts.
pub async fn name_bank_line(
    tx: &mut UnitOfWork,
    id: BankLineId,
    name: BankLineName,
    note: Option<String>,
) -> Result<bank_line::Model> {
    let shown_by = match name {
        BankLineName::PaymentReturn(payment_id) => lock_both_lines(tx, id, payment_id).await?,
        _ => None,
    };
    let line = lock_unmatched_line(tx, id).await?;
    let new = NewMatch { note, ..NewMatch::of(name.kind(line.amount)) };
    match name {
        BankLineName::Refund(refund_id) => {
            pay_refund(tx, &line, refund_id).await?;
            let match_id = record_match(tx, id, NewMatch { refund_id: Some(refund_id), ..new }).await?;
            tx.emit(Event::BankLineNamed { match_id });
        }
        BankLineName::PaymentReturn(payment_id) => {
            return_payment(tx, &line, shown_by, payment_id, new.note.as_deref()).await?;
            record_match(tx, id, NewMatch { payment_id: Some(payment_id), ..new }).await?;
        }
        BankLineName::Payout(payout_id) => {
            record_match(tx, id, NewMatch { payout_id: Some(payout_id), ..new }).await?;
            let (bank_line_id, amount, booked_on) = (line.id, line.amount, line.booked_on);
            tx.emit(if amount > Amount::ZERO {
                Event::PayoutReturnNamed { payout_id, bank_line_id, amount, booked_on }
            } else {
                Event::PayoutNamed { payout_id, bank_line_id, amount, booked_on }
            });
        }
        BankLineName::CashDeposit if line.amount < Amount::ZERO => {
            return Err(PaymentError::BankLineNotReceived.at("/kind"));
        }
        BankLineName::BankFee | BankLineName::Interest | BankLineName::OwnTransfer | BankLineName::CashDeposit => {
            let match_id = record_match(tx, id, new).await?;
            tx.emit(Event::BankLineNamed { match_id });
        }
    }
    bank_lines::get_bank_line(tx, id).await
}

/// Matches an unmatched bank line with a payout that settlement found by its reference and amount, and has confirmed.
/// Returns `false`, and leaves the line to a person, where another line shows the payout.
///
/// # Errors
/// 404; `BankLineTaken`.
pub async fn match_payout(tx: &mut UnitOfWork, id: BankLineId, payout_id: PayoutId) -> Result<bool> {
    lock_unmatched_line(tx, id).await?;
    let new = NewMatch { payout_id: Some(payout_id), ..NewMatch::of(BankLineKind::Payout) };
    match record_match(tx, id, new).await {
        Ok(_) => Ok(true),
        Err(problem) if matches!(problem.error(), Some(PaymentError::ShownByAnotherLine)) => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Records that a refund was paid by this line.
async fn pay_refund(tx: &UnitOfWork, line: &bank_line::Model, id: RefundId) -> Result<()> {
    check_sent(line)?;
    let refund = refunds::lock_refund(tx, id).await?;
    if refund.method == PaymentMethod::Card {
        return Err(PaymentError::RefundByCard.at("/refund_id"));
    }
    if refund.state != RefundState::Requested {
        return Err(PaymentError::RefundSettled.at("/refund_id"));
    }
    if refund.amount != -line.amount {
        let (bank_line, payment) = (line.amount.of(line.currency), refund.amount.of(refund.currency));
        return Err(PaymentError::AmountsDiffer { bank_line, payment }.at("/refund_id"));
    }
    refunds::update_state(tx, id, RefundState::Paid, Some(line.booked_on)).await
}
