//! Records what the card processor says of a refund to a card. It says it in events, in its response and when it is asked,
//! in any order and more than once.

use entities::{
    payments::{card_payment, payment, refund},
    values::{Amount, PaymentMethod, RefundId, RefundState},
};
use serde_json::json;

use super::refund_payment::{NewRefund, record_refund, release_refund};
use crate::{
    buyers,
    payments::{
        CardRefund, CardRefundStatus, Event,
        errors::PaymentError,
        store::{card_payments, payments, refunds},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records where a refund of a card payment stands, whatever was recorded of it before. One that was made at the processor
/// itself takes what the buyer has in favour.
///
/// # Errors
/// `CardMoneyReturned` where no balance explains the refund, or the card payment is not recorded as paid;
/// `CardAmountDiffers` where it is of another amount than was requested. A person decides then.
pub(super) async fn apply_card_refund(
    tx: &mut UnitOfWork,
    card_payment: &card_payment::Model,
    payment_intent: &str,
    found: &CardRefund,
) -> Result<()> {
    let unexplained = || PaymentError::CardMoneyReturned { event_key: found.id.clone() };
    let payment_id = card_payment.payment_id.ok_or_else(unexplained)?;
    buyers::lock_buyer(tx, card_payment.buyer_id).await?;
    // Events of refunds that were made at the processor itself name nothing else.
    if card_payment.payment_intent.as_deref() != Some(payment_intent) {
        card_payments::update_payment_intent(tx, card_payment.id, payment_intent).await?;
    }
    let payment = payments::lock_payment(tx, payment_id).await?;
    let row = match refunds::find_card_refund(tx, payment_id, found.refund_id, &found.id).await? {
        Some(row) => row,
        None if matches!(found.status, CardRefundStatus::Failed(_)) => return Ok(()),
        None => record_processor_refund(tx, &payment, found).await?,
    };
    let requested = row.amount.of(row.currency);
    if requested != found.amount {
        return Err(PaymentError::CardAmountDiffers { requested, paid: found.amount }.into());
    }
    match (row.state, &found.status) {
        (RefundState::Requested, CardRefundStatus::Succeeded) => pay_card_refund(tx, row.id, &found.id).await,
        (RefundState::Requested | RefundState::Paid, CardRefundStatus::Failed(reason)) => {
            fail_card_refund(tx, &row, Some(&found.id), reason).await
        }
        (RefundState::Requested, CardRefundStatus::Pending) => {
            refunds::update_processed(tx, row.id, Some(&found.id), None).await
        }
        (RefundState::Cancelled, CardRefundStatus::Succeeded) => Err(unexplained().into()),
        (RefundState::Paid | RefundState::Cancelled, _) => Ok(()),
    }
}

/// Records a refund that was made at the processor itself.
async fn record_processor_refund(
    tx: &mut UnitOfWork,
    payment: &payment::Model,
    found: &CardRefund,
) -> Result<refund::Model> {
    let is_explained = found.amount.currency == payment.currency && found.amount.amount <= payment.unallocated.0;
    let amount = is_explained
        .then_some(Amount(found.amount.amount))
        .ok_or_else(|| PaymentError::CardMoneyReturned { event_key: found.id.clone() })?;
    let new = NewRefund { amount, method: PaymentMethod::Card, note: None, processor_id: Some(found.id.clone()) };
    record_refund(tx, payment, new).await
}

async fn pay_card_refund(tx: &mut UnitOfWork, id: RefundId, processor_id: &str) -> Result<()> {
    refunds::update_processed(tx, id, Some(processor_id), None).await?;
    refunds::update_state(tx, id, RefundState::Paid, Some(tx.today())).await?;
    tx.audit("refund", id, "paid", json!({ "processor_id": processor_id }));
    tx.emit(Event::CardRefundPaid { refund_id: id });
    Ok(())
}

/// Records that the processor does not carry out a live refund, of which the payment is locked: its amount is the buyer's
/// balance again.
pub(super) async fn fail_card_refund(
    tx: &mut UnitOfWork,
    row: &refund::Model,
    processor_id: Option<&str>,
    reason: &str,
) -> Result<()> {
    if row.state == RefundState::Paid {
        tx.emit(Event::CardRefundReversed { refund_id: row.id });
    }
    refunds::update_processed(tx, row.id, processor_id, Some(reason)).await?;
    release_refund(tx, row).await?;
    tx.audit("refund", row.id, "failed", json!({ "because": reason }));
    Ok(())
}

/// Locks the buyer and the payment of a refund to a card, and returns the refund where it is still requested.
pub(super) async fn lock_requested_refund(
    tx: &UnitOfWork,
    card_payment: &card_payment::Model,
    id: RefundId,
) -> Result<Option<refund::Model>> {
    buyers::lock_buyer(tx, card_payment.buyer_id).await?;
    let Some(payment_id) = card_payment.payment_id else { return Ok(None) };
    payments::lock_payment(tx, payment_id).await?;
    let row = refunds::get_refund(tx, id).await?;
    Ok((row.state == RefundState::Requested).then_some(row))
}
