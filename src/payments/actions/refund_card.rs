//! Asks the card processor to return money to a card, and reads what became of the refunds of a card payment.

use chrono::TimeDelta;
use entities::{payments::card_payment, values::RefundState};

use super::{
    apply_card_refund::{apply_card_refund, fail_card_refund, lock_requested_refund},
    complete_card_payment::complete_card_payment,
};
use crate::{
    payments::{
        CardProcessing, CardProcessorError, CardRefund, CardRefundStatus, CheckoutStatus, NewCardRefund, RefundCard,
        ReviewCardRefunds,
        errors::PaymentError,
        store::{card_payments, refunds},
    },
    platform::{
        app::App,
        http::problem::{Problem, Result},
        jobs::Claim,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// Time until the processor is asked again about a refund that it has not decided.
const REVIEW_INTERVAL: TimeDelta = TimeDelta::hours(1);

/// Runs [`RefundCard`].
///
/// The processor is asked first which refunds it knows, so that one of which the response was lost is found however long
/// ago it was; every attempt sends the same idempotency key too.
///
/// # Errors
/// 503 where the processor does not answer, so that the job is tried again; those of `apply_card_refund`.
pub async fn refund_card(app: &App, claim: &Claim) -> Result<()> {
    let RefundCard { refund_id } = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let refund = refunds::get_refund(&tx, refund_id).await?;
    let card_payment = card_payments::find_card_payment_of(&tx, refund.payment_id).await?;
    let card_payment = card_payment.ok_or_else(|| Problem::missing_reference("card_payment", refund.payment_id))?;
    let cards = CardProcessing::get(&tx)?;
    drop(tx);
    if refund.state != RefundState::Requested {
        return claim.begin(app).await?.commit().await;
    }
    let known = cards
        .processor
        .list_refunds(page_id(&card_payment)?)
        .await
        .map_err(PaymentError::card_processor_unavailable)?;
    let response = match known.refunds.into_iter().find(|known| known.refund_id == Some(refund_id)) {
        Some(known) => Ok(known),
        None => {
            let new = NewCardRefund {
                id: refund_id,
                card_payment_id: card_payment.id,
                payment_intent: known.payment_intent.clone(),
                amount: refund.amount.of(refund.currency),
            };
            cards.processor.create_refund(&format!("refund-{refund_id}"), &new).await
        }
    };
    let mut tx = claim.begin(app).await?;
    match response {
        Ok(refund) => {
            apply_card_refund(&mut tx, &card_payment, &known.payment_intent, &refund).await?;
            review_later(&mut tx, &card_payment, std::slice::from_ref(&refund), 1)?;
        }
        Err(error @ CardProcessorError::Unavailable(_)) => return Err(PaymentError::card_processor_unavailable(error)),
        Err(CardProcessorError::Refused(reason) | CardProcessorError::KeyRefused(reason)) => {
            tracing::warn!(reason, "the card processor refuses a refund");
            if let Some(refund) = lock_requested_refund(&tx, &card_payment, refund_id).await? {
                fail_card_refund(&mut tx, &refund, None, &reason).await?;
            }
        }
    }
    tx.commit().await
}

/// Runs [`ReviewCardRefunds`]: records the refunds as the processor knows them now, so that it does not matter which of its
/// events arrive, and in which order.
///
/// # Errors
/// 503 where the processor does not answer; those of `complete_card_payment` and `apply_card_refund`.
pub async fn review_card_refunds(app: &App, claim: &Claim) -> Result<()> {
    let job: ReviewCardRefunds = claim.read()?;
    let tx = app.read(Actor::Job).await?;
    let card_payment = card_payments::get_card_payment(&tx, job.card_payment_id).await?;
    let cards = CardProcessing::get(&tx)?;
    drop(tx);
    let page_id = page_id(&card_payment)?;
    let status =
        cards.processor.get_checkout_status(page_id).await.map_err(PaymentError::card_processor_unavailable)?;
    let known = cards.processor.list_refunds(page_id).await.map_err(PaymentError::card_processor_unavailable)?;
    let mut tx = claim.begin(app).await?;
    if let CheckoutStatus::Paid(paid) = status {
        // The event of the payment itself may not have arrived.
        complete_card_payment(&mut tx, card_payment.id, paid).await?;
    }
    let card_payment = card_payments::get_card_payment(&tx, card_payment.id).await?;
    for refund in &known.refunds {
        apply_card_refund(&mut tx, &card_payment, &known.payment_intent, refund).await?;
    }
    review_later(&mut tx, &card_payment, &known.refunds, job.polls() + 1)?;
    tx.commit().await
}

/// Asks again later, in case an event is lost, while a refund is not decided.
fn review_later(
    tx: &mut UnitOfWork,
    card_payment: &card_payment::Model,
    refunds: &[CardRefund],
    poll: u32,
) -> Result<()> {
    if refunds.iter().all(|refund| refund.status != CardRefundStatus::Pending) {
        return Ok(());
    }
    let due_at = tx.now() + REVIEW_INTERVAL;
    let cause = format!("{}{poll}:{}", ReviewCardRefunds::POLL, due_at.timestamp());
    tx.enqueue_at(&ReviewCardRefunds { card_payment_id: card_payment.id, cause }, due_at)
}

fn page_id(card_payment: &card_payment::Model) -> Result<&str> {
    let page_id = card_payment.session.as_deref();
    page_id.ok_or_else(|| Problem::missing_reference("session", card_payment.id))
}
