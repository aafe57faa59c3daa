//! A buyer pays an invoice by card: asks for a page of the card processor's, pays there, and what the processor then
//! says is taken in once, whoever says it first.

use chrono::TimeDelta;
use entities::{
    payments::{card_event, card_payment},
    values::{
        Amount, BuyerId, CardPaymentFailure, CardPaymentId, CardPaymentState, InvoiceId, InvoiceKind, Money,
        PaymentMethod,
    },
};
use serde_json::json;

use super::receive::{self, Allocation, NewPayment};
use crate::{
    invoicing,
    payments::{
        cards::{CardError, Cards, Session, event},
        errors::PaymentError,
        jobs::{LookAtCheckout, OpenCheckout, ReadCardEvent},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// How long a buyer has to pay. The processor allows 30 minutes to 24 hours from its making of the page.
const OPEN_FOR: TimeDelta = TimeDelta::hours(1);
/// How long the processor is asked for a page. Well within the day for which it knows a key again, and early enough
/// that the page is still open for its least time.
pub const ASKED_FOR: TimeDelta = TimeDelta::minutes(20);

/// Begins to pay what is open of an invoice, or goes on with the attempt that is under way for the same amount.
///
/// Refuses 404 for an invoice that is not the buyer's, 409 `no_card_payments`, `nothing_open`, `card_payment_under_way`.
pub async fn request(tx: &mut UnitOfWork, buyer: BuyerId, invoice_id: InvoiceId) -> Result<card_payment::Model> {
    Cards::of(tx)?;
    let invoice = invoicing::invoice(tx, invoice_id).await?;
    if invoice.buyer_id != buyer || invoice.issued_at.is_none() {
        return Err(Problem::not_found("invoice"));
    }
    let open = invoicing::open_of(&invoice);
    if invoice.kind != InvoiceKind::Invoice || open <= Amount::ZERO {
        return Err(PaymentError::NothingOpen.into());
    }
    if let Some(attempt) = store::cards::under_way(tx, invoice_id).await? {
        return if attempt.amount == open { Ok(attempt) } else { Err(under_way(&attempt)) };
    }
    let id: CardPaymentId = tx.new_id();
    let attempt = card_payment::Model {
        id,
        invoice_id,
        buyer_id: buyer,
        amount: open,
        currency: invoice.currency,
        state: CardPaymentState::Requested,
        idempotency_key: format!("card-payment-{id}"),
        session: None,
        url: None,
        expires_at: tx.now() + OPEN_FOR,
        failure: None,
        failure_detail: None,
        payment_id: None,
        created_at: tx.now(),
        version: 1,
    };
    if !store::cards::insert(tx, attempt.clone()).await? {
        return Err(under_way(&attempt));
    }
    tx.audit("card_payment", id, "requested", json!({ "invoice": invoice_id.to_string(), "amount": open.0 }));
    tx.enqueue(&OpenCheckout { card_payment_id: id })?;
    LookAtCheckout::first(id).enqueue(tx)?;
    Ok(attempt)
}

fn under_way(attempt: &card_payment::Model) -> Problem {
    PaymentError::CardPaymentUnderWay { expires_at: attempt.expires_at }.into()
}

/// Records what the processor answered to the request for a page.
///
/// # Errors
/// 503 where it did not answer, and may still be asked.
pub async fn answered(tx: &mut UnitOfWork, id: CardPaymentId, answer: Result<Session, CardError>) -> Result<()> {
    let failed = match answer {
        Ok(session) => {
            if store::cards::set_open(tx, id, session).await? {
                tx.audit("card_payment", id, "opened", json!({}));
            }
            return Ok(());
        }
        Err(CardError::Refused(why)) => (CardPaymentFailure::Refused, why),
        Err(CardError::KeyRefused(why)) => {
            tracing::error!(why, "the card processor does not take STRIPE_SECRET_KEY");
            (CardPaymentFailure::KeyRefused, why)
        }
        Err(CardError::Unavailable(why)) => {
            if tx.now() < store::cards::card_payment(tx, id).await?.created_at + ASKED_FOR {
                return Err(PaymentError::CardProcessorUnavailable { reason: why }.into());
            }
            (CardPaymentFailure::NoAnswer, why)
        }
    };
    let (failure, why) = failed;
    if store::cards::set_failed(tx, id, failure, &why).await? {
        tx.audit("card_payment", id, "failed", json!({ "because": failure.word(), "detail": why }));
    }
    Ok(())
}

/// The page was paid: the money is taken in and put to the invoice; what the invoice no longer needs stays unallocated.
/// `false` where it was taken in before.
///
/// Refuses 409 `card_amount_differs` where not what was asked for was paid.
pub async fn paid(tx: &mut UnitOfWork, id: CardPaymentId, money: Money) -> Result<bool> {
    let attempt = store::cards::lock(tx, id).await?;
    if attempt.state == CardPaymentState::Paid {
        return Ok(false);
    }
    let requested = attempt.amount.of(attempt.currency);
    if money != requested {
        return Err(PaymentError::CardAmountDiffers { requested, paid: money }.into());
    }
    let invoice = invoicing::invoice(tx, attempt.invoice_id).await?;
    let part = attempt.amount.min(invoicing::open_of(&invoice));
    let allocations = (part > Amount::ZERO).then_some(Allocation { invoice_id: invoice.id, amount: part });
    let new = NewPayment {
        buyer_id: attempt.buyer_id,
        method: PaymentMethod::Card,
        received_on: tx.today(),
        amount: attempt.amount,
        note: None,
        allocations: allocations.into_iter().collect(),
    };
    let payment = receive::take_in(tx, new, None).await?;
    store::cards::set_paid(tx, id, payment.id).await?;
    tx.audit("card_payment", id, "paid", json!({ "payment": payment.id.to_string() }));
    Ok(true)
}

/// The page closed without a payment; `false` where it was not under way.
pub async fn expired(tx: &mut UnitOfWork, id: CardPaymentId) -> Result<bool> {
    let expired = store::cards::set_expired(tx, id).await?;
    if expired {
        tx.audit("card_payment", id, "expired", json!({}));
    }
    Ok(expired)
}

/// Stores an event of the processor, to be read by a job; `false` where it was told before.
pub async fn hear(tx: &mut UnitOfWork, body: String) -> Result<bool> {
    let row = card_event::Model { id: tx.new_id(), event_key: event::key(&body), body, received_at: tx.now() };
    let job = ReadCardEvent { card_event_id: row.id };
    let new = store::cards::insert_event(tx, row).await?;
    if new {
        tx.enqueue(&job)?;
    }
    Ok(new)
}
