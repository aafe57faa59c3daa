//! Requests a card payment of an invoice. Its checkout page is created by a job, because it calls the card processor.

use chrono::TimeDelta;
use entities::{
    payments::card_payment,
    values::{Amount, BuyerId, CardPaymentId, CardPaymentState, InvoiceId, InvoiceKind},
};
use serde_json::json;

use super::poll_checkout::schedule_first_poll;
use crate::{
    buyers, invoicing,
    payments::{CardProcessing, OpenCheckout, errors::PaymentError, store::card_payments},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// How long a buyer may pay. The processor accepts 30 minutes to 24 hours from the creation of the page.
const TIME_TO_PAY: TimeDelta = TimeDelta::hours(1);

/// Requests a card payment of what is open of an invoice, or returns the one that is under way for the same amount.
///
/// # Errors
/// `NoCardPayments`; 404 for an invoice of another buyer; `NothingOpen`; `CardPaymentUnderWay`.
pub async fn request_card_payment(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    invoice_id: InvoiceId,
) -> Result<card_payment::Model> {
    CardProcessing::get(tx)?;
    buyers::lock_buyer(tx, buyer).await?;
    let invoice = invoicing::lock_invoice(tx, invoice_id).await?;
    if invoice.buyer_id != buyer || invoice.issued_at.is_none() {
        return Err(Problem::not_found("invoice"));
    }
    let open = invoicing::open_amount(&invoice);
    if invoice.kind == InvoiceKind::CreditNote || open <= Amount::ZERO {
        return Err(PaymentError::NothingOpen.into());
    }
    if let Some(under_way) = card_payments::find_under_way(tx, invoice_id).await? {
        let expires_at = under_way.expires_at;
        let same_amount = under_way.amount == open;
        return if same_amount { Ok(under_way) } else { Err(PaymentError::CardPaymentUnderWay { expires_at }.into()) };
    }
    let id: CardPaymentId = tx.new_id();
    let card_payment = card_payment::Model {
        id,
        invoice_id,
        buyer_id: buyer,
        amount: open,
        currency: invoice.currency,
        state: CardPaymentState::Requested,
        idempotency_key: format!("card-payment-{id}"),
        session: None,
        url: None,
        payment_intent: None,
        expires_at: tx.now() + TIME_TO_PAY,
        failure: None,
        failure_detail: None,
        payment_id: None,
        created_at: tx.now(),
        version: 1,
    };
    if !card_payments::insert_card_payment(tx, card_payment.clone()).await? {
        // Another request came first; its page expires at about the same time.
        return Err(PaymentError::CardPaymentUnderWay { expires_at: card_payment.expires_at }.into());
    }
    tx.audit("card_payment", id, "requested", json!({ "invoice": invoice_id.to_string(), "amount": open.0 }));
    tx.enqueue(&OpenCheckout { card_payment_id: id })?;
    schedule_first_poll(tx, id)?;
    Ok(card_payment)
}
