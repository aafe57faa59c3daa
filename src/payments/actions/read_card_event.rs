//! Reads a stored event of the card processor and records what it reports.

use super::complete_card_payment::{complete_card_payment, expire_card_payment};
use crate::{
    payments::{
        ReadCardEvent, ReviewCardRefunds,
        cards::{CardEvent, parse_event},
        errors::PaymentError,
        store::{card_events, card_payments},
    },
    platform::{app::App, http::problem::Result, jobs::Claim},
};

/// Runs [`ReadCardEvent`].
///
/// # Errors
/// `CardEventUnclear`; `CardMoneyReturned`; those of `complete_card_payment`. The job then ends among the dead jobs,
/// for a person to decide.
pub async fn read_card_event(app: &App, claim: &Claim) -> Result<()> {
    let ReadCardEvent { card_event_id } = claim.read()?;
    let mut tx = claim.begin(app).await?;
    let row = card_events::get_card_event(&tx, card_event_id).await?;
    let event = parse_event(&row.body).map_err(|e| PaymentError::CardEventUnclear { reason: e.to_string() })?;
    match event {
        CardEvent::Paid { card_payment_id, paid } => {
            complete_card_payment(&mut tx, card_payment_id, paid).await?;
        }
        CardEvent::Expired { card_payment_id } => {
            expire_card_payment(&mut tx, card_payment_id).await?;
        }
        CardEvent::RefundsChanged { card_payment_id, payment_intent } => {
            let known = card_payments::find_card_payment(&tx, card_payment_id, payment_intent.as_deref()).await?;
            if let Some(card_payment) = known {
                tx.enqueue(&ReviewCardRefunds { card_payment_id: card_payment.id, cause: row.event_key })?;
            }
        }
        CardEvent::MoneyReturned => {
            return Err(PaymentError::CardMoneyReturned { event_key: row.event_key }.into());
        }
        CardEvent::Irrelevant => {}
    }
    tx.commit().await
}
