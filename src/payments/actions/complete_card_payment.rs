//! Ends a card payment: it was paid, or its checkout page expired. Both an event and a poll may report it.

use entities::values::{Amount, CardPaymentId, CardPaymentState, Money, PaymentMethod};
use serde_json::json;

use super::receive_payment::{InvoiceAllocation, NewPayment, receive_payment};
use crate::{
    buyers, invoicing,
    payments::{
        errors::PaymentError,
        store::card_payments::{self, PaidByCard},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Creates the payment of a card payment and allocates it to the invoice; what the invoice no longer needs stays
/// unallocated. Returns `false` where that was done before.
///
/// # Errors
/// 404; `CardAmountDiffers` where another amount was paid than was requested.
pub(super) async fn complete_card_payment(tx: &mut UnitOfWork, id: CardPaymentId, paid: Money) -> Result<bool> {
    let PaidByCard { buyer_id, invoice_id } = card_payments::load_paid_by_card(tx, id).await?;
    buyers::lock_buyer(tx, buyer_id).await?;
    let invoice = invoicing::lock_invoice(tx, invoice_id).await?;
    let card_payment = card_payments::lock_card_payment(tx, id).await?;
    if card_payment.state == CardPaymentState::Paid {
        return Ok(false);
    }
    let requested = card_payment.amount.of(card_payment.currency);
    if paid != requested {
        return Err(PaymentError::CardAmountDiffers { requested, paid }.into());
    }
    let amount = card_payment.amount.min(invoicing::open_amount(&invoice));
    let allocation = (amount > Amount::ZERO).then_some(InvoiceAllocation { invoice_id: invoice.id, amount });
    let new = NewPayment {
        buyer_id: card_payment.buyer_id,
        method: PaymentMethod::Card,
        received_on: tx.today(),
        amount: card_payment.amount,
        note: None,
        allocations: allocation.into_iter().collect(),
    };
    let payment = receive_payment(tx, new, None).await?;
    card_payments::update_to_paid(tx, id, payment.id).await?;
    tx.audit("card_payment", id, "paid", json!({ "payment": payment.id.to_string() }));
    Ok(true)
}

/// Records that the checkout page expired without a payment. Returns `false` where the card payment was not under way.
pub(super) async fn expire_card_payment(tx: &mut UnitOfWork, id: CardPaymentId) -> Result<bool> {
    let is_expired = card_payments::update_to_expired(tx, id).await?;
    if is_expired {
        tx.audit("card_payment", id, "expired", json!({}));
    }
    Ok(is_expired)
}
