//! Creates the checkout page of a card payment at the card processor.

use chrono::TimeDelta;
use entities::{
    payments::card_payment,
    values::{CardPaymentFailure, CardPaymentId, CardPaymentState},
};
use serde_json::json;

use crate::{
    invoicing,
    payments::{
        CardProcessing, CardProcessorError, Checkout, CheckoutPage, OpenCheckout, errors::PaymentError,
        store::card_payments,
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        jobs::Claim,
        locale::{Localizer, localize},
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// How long the processor is asked for a page. Well within the day for which it recognises an idempotency key, and early
/// enough that the page is open for the 30 minutes that the processor requires.
const TIME_TO_OPEN: TimeDelta = TimeDelta::minutes(20);

/// Runs [`OpenCheckout`].
///
/// Every attempt sends the same idempotency key and the same checkout, so that the processor creates one page whichever
/// response is lost. After `TIME_TO_OPEN` the card payment fails and the processor is not asked again.
///
/// # Errors
/// 503 where the processor does not answer, so that the job is tried again.
pub async fn open_checkout(app: &App, claim: &Claim) -> Result<()> {
    let OpenCheckout { card_payment_id: id } = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let card_payment = card_payments::get_card_payment(&tx, id).await?;
    let checkout = checkout(&tx, app, &card_payment).await?;
    let cards = CardProcessing::get(&tx)?;
    let is_late = tx.now() >= card_payment.created_at + TIME_TO_OPEN;
    drop(tx);
    if card_payment.state != CardPaymentState::Requested {
        return claim.begin(app).await?.commit().await;
    }
    let response = if is_late {
        Err(CardProcessorError::Unavailable("its time is over".to_owned()))
    } else {
        cards.processor.create_checkout(&card_payment.idempotency_key, &checkout).await
    };
    let mut tx = claim.begin(app).await?;
    record_response(&mut tx, id, response).await?;
    tx.commit().await
}

async fn checkout(tx: &UnitOfWork, app: &App, card_payment: &card_payment::Model) -> Result<Checkout> {
    let invoice = invoicing::get_invoice(tx, card_payment.invoice_id).await?;
    let page = |query: &str| app.config.link(&format!("/compras/facturas/{}{query}", invoice.id));
    Ok(Checkout {
        id: card_payment.id,
        amount: card_payment.amount.of(card_payment.currency),
        title: localize!(
            Localizer::SHARED,
            "checkout-title",
            invoice = invoicing::document_name(&invoice),
            seller = invoicing::seller_of_document(&invoice).name
        ),
        expires_at: card_payment.expires_at,
        success_url: page("?tarjeta=pagada"),
        cancel_url: page(""),
    })
}

async fn record_response(
    tx: &mut UnitOfWork,
    id: CardPaymentId,
    response: Result<CheckoutPage, CardProcessorError>,
) -> Result<()> {
    let (failure, detail) = match response {
        Ok(page) => {
            if card_payments::update_to_open(tx, id, page).await? {
                tx.audit("card_payment", id, "opened", json!({}));
            }
            return Ok(());
        }
        Err(CardProcessorError::Refused(detail)) => (CardPaymentFailure::Refused, detail),
        Err(CardProcessorError::KeyRefused(detail)) => {
            tracing::error!(detail, "the card processor does not accept STRIPE_SECRET_KEY");
            (CardPaymentFailure::KeyRefused, detail)
        }
        Err(CardProcessorError::Unavailable(detail)) => {
            if tx.now() < card_payments::get_card_payment(tx, id).await?.created_at + TIME_TO_OPEN {
                return Err(Problem::from(PaymentError::CardProcessorUnavailable { reason: detail }).absent());
            }
            (CardPaymentFailure::NoAnswer, detail)
        }
    };
    if card_payments::update_to_failed(tx, id, failure, &detail).await? {
        tx.audit("card_payment", id, "failed", json!({ "because": failure.word(), "detail": detail }));
    }
    Ok(())
}
