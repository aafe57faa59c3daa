//! Refunds what a buyer paid too much: requested by finance, and transferred at the bank and paid once the bank statement
//! shows it, or returned to the card by the card processor.

use entities::{
    payments::{payment, refund},
    values::{Amount, PaymentId, PaymentMethod, RefundId, RefundState},
};
use serde_json::json;

use crate::{
    buyers,
    payments::{
        CardProcessing, Event, RefundCard,
        errors::PaymentError,
        store::{
            card_payments, payments,
            refunds::{self, RefundedPayment},
        },
    },
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A refund to record.
#[derive(Clone, Debug)]
pub(super) struct NewRefund {
    /// More than zero.
    pub amount: Amount,
    /// By transfer, or to the card that paid.
    pub method: PaymentMethod,
    /// A remark.
    pub note: Option<String>,
    /// The processor's id, where the refund was made there.
    pub processor_id: Option<String>,
}

/// Requests the refund of a part of what is unallocated of a payment: that is no longer the buyer's balance. The card
/// processor is asked by a job.
///
/// # Errors
/// 404; `MoreThanReceived` above what is unallocated; `NoCardOfPayment` and `NoCardPayments` where there is no card to
/// refund to.
pub async fn request_refund(
    tx: &mut UnitOfWork,
    payment_id: PaymentId,
    amount: Amount,
    method: PaymentMethod,
    note: Option<String>,
) -> Result<refund::Model> {
    let buyer_id = payments::load_buyer(tx, payment_id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    let payment = payments::lock_payment(tx, payment_id).await?;
    if amount > payment.unallocated {
        let available = payment.unallocated.of(payment.currency);
        return Err(PaymentError::MoreThanReceived { available }.at("/amount"));
    }
    if method == PaymentMethod::Card {
        CardProcessing::get(tx)?;
        if card_payments::find_card_payment_of(tx, payment_id).await?.is_none() {
            return Err(PaymentError::NoCardOfPayment.at("/method"));
        }
    }
    let refund = record_refund(tx, &payment, NewRefund { amount, method, note, processor_id: None }).await?;
    if method == PaymentMethod::Card {
        tx.enqueue(&RefundCard { refund_id: refund.id })?;
    }
    Ok(refund)
}

/// Records a refund of what is unallocated of a locked payment, which is enough.
pub(super) async fn record_refund(
    tx: &mut UnitOfWork,
    payment: &payment::Model,
    new: NewRefund,
) -> Result<refund::Model> {
    let NewRefund { amount, method, note, processor_id } = new;
    let id: RefundId = tx.new_id();
    let row = refund::Model {
        id,
        payment_id: payment.id,
        buyer_id: payment.buyer_id,
        amount,
        currency: payment.currency,
        state: RefundState::Requested,
        method,
        processor_id,
        failure: None,
        note,
        requested_by: tx.actor().person(),
        requested_at: tx.now(),
        paid_on: None,
        cancelled_at: None,
        version: 1,
    };
    refunds::insert_refund(tx, row.clone()).await?;
    payments::add_unallocated(tx, payment.id, -amount).await?;
    buyers::move_exposure(tx, payment.buyer_id, format!("refund:{id}"), amount, false).await?;
    let detail = json!({ "payment": payment.id.to_string(), "amount": amount.0, "method": method.word() });
    tx.audit("refund", id, "requested", detail);
    tx.emit(Event::RefundRequested { refund_id: id });
    Ok(row)
}

/// Cancels a refund that was not transferred: its amount is the buyer's balance again.
///
/// # Errors
/// 404; `RefundSettled` where it is paid or cancelled; `RefundByCard`, because the processor may have carried it out.
pub async fn cancel_refund(tx: &mut UnitOfWork, id: RefundId) -> Result<refund::Model> {
    let RefundedPayment { buyer_id, payment_id } = refunds::load_refunded_payment(tx, id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    payments::lock_payment(tx, payment_id).await?;
    let refund = refunds::lock_refund(tx, id).await?;
    if refund.method == PaymentMethod::Card {
        return Err(PaymentError::RefundByCard.into());
    }
    if refund.state != RefundState::Requested {
        return Err(PaymentError::RefundSettled.into());
    }
    release_refund(tx, &refund).await?;
    refunds::get_refund(tx, id).await
}

/// Gives a requested refund back to the balance of its locked payment.
pub(super) async fn release_refund(tx: &mut UnitOfWork, refund: &refund::Model) -> Result<()> {
    let (id, amount) = (refund.id, refund.amount);
    refunds::update_state(tx, id, RefundState::Cancelled, None).await?;
    payments::add_unallocated(tx, refund.payment_id, amount).await?;
    buyers::move_exposure(tx, refund.buyer_id, format!("refund:{id}:cancelled"), -amount, false).await?;
    tx.audit("refund", id, "cancelled", json!({ "amount": amount.0 }));
    tx.emit(Event::RefundCancelled { refund_id: id });
    Ok(())
}
