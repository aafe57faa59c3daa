//! Payments that the bank takes back: a cheque that is returned, a transfer that is reversed. One bank line shows the
//! payment and another one takes it back; the payment itself is reversed.

use std::collections::BTreeSet;

use entities::{
    payments::{bank_line, payment},
    values::{Amount, BankLineId, BankLineState, PaymentId},
};

use super::{
    reverse_payment::{free_bank_line, reverse_payment_of_line},
    take_bank_line::check_sent,
};
use crate::{
    buyers::load_buyer_names,
    payments::{
        errors::PaymentError,
        rules::mentions_name,
        store::{bank_lines, payments, refunds},
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// The payments that an unmatched bank line may take back, the most likely first: those whose buyer the line names, then
/// the latest. Empty for received money and for lines in other states.
///
/// # Errors
/// 404.
pub async fn suggest_returned_payments(tx: &UnitOfWork, id: BankLineId) -> Result<Vec<payment::Model>> {
    let line = bank_lines::get_bank_line(tx, id).await?;
    if line.amount >= Amount::ZERO || line.state != BankLineState::Unmatched {
        return Ok(Vec::new());
    }
    let mut found = payments::list_returnable(tx, -line.amount, line.booked_on).await?;
    let ids: Vec<PaymentId> = found.iter().map(|payment| payment.id).collect();
    let refunded = refunds::sum_refunded(tx, &ids).await?;
    found.retain(|payment| !refunded.contains_key(&payment.id));
    let buyers: Vec<_> = found.iter().map(|payment| payment.buyer_id).collect();
    let names = load_buyer_names(tx, &buyers).await?;
    let text = format!("{} {}", line.reference, line.counterparty.unwrap_or_default());
    let is_named = |payment: &payment::Model| names.get(payment.buyer_id).is_ok_and(|b| mentions_name(&text, &b.name));
    found.sort_by_key(|payment| !is_named(payment));
    Ok(found)
}

/// Locks a bank line and the line of the payment that it takes back, in the order of their ids. Returns the latter, if
/// there is one.
///
/// # Errors
/// 404.
pub(super) async fn lock_both_lines(tx: &UnitOfWork, id: BankLineId, payment: PaymentId) -> Result<Option<BankLineId>> {
    let shown_by = payments::load_bank_line(tx, payment).await?;
    for line in shown_by.into_iter().chain([id]).collect::<BTreeSet<_>>() {
        bank_lines::lock_bank_line(tx, line).await?;
    }
    Ok(shown_by)
}

/// Reverses the payment that a locked, unmatched bank line takes back. The locked line `shown_by`, which shows the payment,
/// goes on showing it, because its money did reach the account.
///
/// # Errors
/// 404; `BankLineNotSent`; `PaymentWithoutLine`; `AmountsDiffer`; those of the reversal.
pub(super) async fn return_payment(
    tx: &mut UnitOfWork,
    line: &bank_line::Model,
    shown_by: Option<BankLineId>,
    id: PaymentId,
    note: Option<&str>,
) -> Result<()> {
    check_sent(line)?;
    let payment = payments::get_payment(tx, id).await?;
    if payment.reversed_at.is_some() {
        return Err(PaymentError::PaymentReversed.at("/payment_id"));
    }
    if shown_by.is_none() {
        return Err(PaymentError::PaymentWithoutLine.at("/payment_id"));
    }
    if payment.amount != -line.amount {
        let (bank_line, payment) = (line.amount.of(line.currency), payment.amount.of(payment.currency));
        return Err(PaymentError::AmountsDiffer { bank_line, payment }.at("/payment_id"));
    }
    let of_the_bank = format!("{} {}", line.booked_on, line.reference);
    reverse_payment_of_line(tx, id, shown_by, note.unwrap_or(of_the_bank.trim_end())).await
}

/// Frees the line that showed a payment which was taken back by another line. Both wait for a person again; the payment
/// stays reversed.
pub(super) async fn undo_return(tx: &mut UnitOfWork, payment: PaymentId, reason: &str) -> Result<()> {
    let Some(shown_by) = payments::load_bank_line(tx, payment).await? else { return Ok(()) };
    payments::update_bank_line(tx, payment, None).await?;
    free_bank_line(tx, shown_by, reason).await
}
