//! Asks the card processor for the state of a checkout page, because its event may be lost.

use chrono::TimeDelta;
use entities::values::{CardPaymentId, CardPaymentState};

use super::complete_card_payment::{complete_card_payment, expire_card_payment};
use crate::{
    payments::{CardProcessing, CheckoutStatus, PollCheckout, errors::PaymentError, store::card_payments},
    platform::{
        app::App,
        http::problem::Result,
        jobs::Claim,
        unit_of_work::{Actor, UnitOfWork},
    },
};

/// Time between two polls of a page.
const POLL_INTERVAL: TimeDelta = TimeDelta::minutes(5);

/// Schedules the first poll of a card payment.
pub(super) fn schedule_first_poll(tx: &mut UnitOfWork, card_payment_id: CardPaymentId) -> Result<()> {
    schedule_poll(tx, &PollCheckout { card_payment_id, earlier_polls: 0 })
}

fn schedule_poll(tx: &mut UnitOfWork, job: &PollCheckout) -> Result<()> {
    tx.enqueue_at(job, tx.now() + POLL_INTERVAL)
}

/// Runs [`PollCheckout`], and schedules the next poll while the page is open.
///
/// # Errors
/// 503 where the processor does not answer, so that the job is tried again.
pub async fn poll_checkout(app: &App, claim: &Claim) -> Result<()> {
    let job: PollCheckout = claim.read()?;
    let id = job.card_payment_id;
    let tx = app.read(Actor::Job).await?;
    let card_payment = card_payments::get_card_payment(&tx, id).await?;
    let cards = CardProcessing::get(&tx)?;
    drop(tx);
    let status = match (card_payment.state, &card_payment.session) {
        (CardPaymentState::Requested, _) => CheckoutStatus::Open,
        (CardPaymentState::Open, Some(page_id)) => {
            let status = cards.processor.get_checkout_status(page_id).await;
            status.map_err(PaymentError::card_processor_unavailable)?
        }
        _ => return claim.begin(app).await?.commit().await,
    };
    let mut tx = claim.begin(app).await?;
    match status {
        CheckoutStatus::Open => {
            schedule_poll(&mut tx, &PollCheckout { card_payment_id: id, earlier_polls: job.earlier_polls + 1 })?;
        }
        CheckoutStatus::Paid(paid) => {
            complete_card_payment(&mut tx, id, paid).await?;
        }
        CheckoutStatus::Expired => {
            expire_card_payment(&mut tx, id).await?;
        }
    }
    tx.commit().await
}
