//! Queries of the events that the card processor sent.

use entities::{payments::card_event, values::CardEventId};
use sea_orm::EntityTrait;

use crate::platform::{
    http::problem::{Problem, Result},
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// One event.
///
/// # Errors
/// 404.
pub async fn get_card_event(tx: &UnitOfWork, id: CardEventId) -> Result<card_event::Model> {
    card_event::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("card_event"))
}

/// Stores an event. Returns `false` where it was received before.
pub async fn insert_card_event(tx: &UnitOfWork, row: card_event::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}
