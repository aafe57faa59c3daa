//! Deliveries that mails are about.

use entities::{fulfilment::delivery, values::DeliveryId};
use sea_orm::EntityTrait;

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// One delivery, or 404.
pub async fn get_delivery(tx: &UnitOfWork, id: DeliveryId) -> Result<delivery::Model> {
    delivery::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("delivery"))
}
