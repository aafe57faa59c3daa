//! Stores an event of the card processor. A job reads it, so that the response does not depend on what it says.

use entities::payments::card_event;

use crate::{
    payments::{ReadCardEvent, cards::event_key, store::card_events},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Stores an event as it was signed and schedules the job that reads it. Returns `false` where it was received before.
pub async fn receive_card_event(tx: &mut UnitOfWork, body: String) -> Result<bool> {
    let row = card_event::Model { id: tx.new_id(), event_key: event_key(&body), body, received_at: tx.now() };
    let job = ReadCardEvent { card_event_id: row.id };
    let is_new = card_events::insert_card_event(tx, row).await?;
    if is_new {
        tx.enqueue(&job)?;
    }
    Ok(is_new)
}
