//! Refunds what a buyer paid too much: requested by finance, transferred at the bank, and paid once the bank statement
//! shows it.

use entities::{
    payments::refund,
    values::{Amount, PaymentId, RefundId, RefundState},
};
use serde_json::json;

use crate::{
    buyers,
    payments::{
        Event,
        errors::PaymentError,
        store::{
            payments,
            refunds::{self, RefundedPayment},
        },
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Requests the refund of a part of what is unallocated of a payment: that is no longer the buyer's balance.
///
/// # Errors
/// 404; `MoreThanReceived` above what is unallocated.
pub async fn request_refund(
    tx: &mut UnitOfWork,
    payment_id: PaymentId,
    amount: Amount,
    note: Option<String>,
) -> Result<refund::Model> {
    let buyer_id = payments::load_buyer(tx, payment_id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    let payment = payments::lock_payment(tx, payment_id).await?;
    if amount > payment.unallocated {
        let available = payment.unallocated.of(payment.currency);
        return Err(PaymentError::MoreThanReceived { available }.at("/amount"));
    }
    let id: RefundId = tx.new_id();
    let row = refund::Model {
        id,
        payment_id,
        buyer_id,
        amount,
        currency: payment.currency,
        state: RefundState::Requested,
        note,
        requested_by: tx.actor().person(),
        requested_at: tx.now(),
        paid_on: None,
        cancelled_at: None,
        version: 1,
    };
    refunds::insert_refund(tx, row.clone()).await?;
    payments::add_unallocated(tx, payment_id, -amount).await?;
    buyers::move_exposure(tx, buyer_id, format!("refund:{id}"), amount, false).await?;
    tx.audit("refund", id, "requested", json!({ "payment": payment_id.to_string(), "amount": amount.0 }));
    tx.emit(Event::RefundRequested { refund_id: id });
    Ok(row)
}

/// Cancels a refund that was not transferred: its amount is the buyer's balance again.
///
/// # Errors
/// 404; `RefundSettled` where it is paid or cancelled.
pub async fn cancel_refund(tx: &mut UnitOfWork, id: RefundId) -> Result<refund::Model> {
    let RefundedPayment { buyer_id, payment_id } = refunds::load_refunded_payment(tx, id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    payments::lock_payment(tx, payment_id).await?;
    let refund = refunds::lock_refund(tx, id).await?;
    if refund.state != RefundState::Requested {
        return Err(PaymentError::RefundSettled.into());
    }
    refunds::update_state(tx, id, RefundState::Cancelled, None).await?;
    payments::add_unallocated(tx, payment_id, refund.amount).await?;
    buyers::move_exposure(tx, buyer_id, format!("refund:{id}:cancelled"), -refund.amount, false).await?;
    tx.audit("refund", id, "cancelled", json!({ "amount": refund.amount.0 }));
    tx.emit(Event::RefundCancelled { refund_id: id });
    refunds::get_refund(tx, id).await
}
