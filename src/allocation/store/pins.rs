//! Pins: quantities fixed by staff.

use entities::{
    allocation::pin,
    values::{CycleId, PinId, ProductId, WorkshopId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// The pins of a cycle that have not been deleted, oldest first.
pub async fn list_pins(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<pin::Model>> {
    let found = pin::Entity::find()
        .filter(pin::Column::CycleId.eq(cycle))
        .filter(pin::Column::RemovedAt.is_null())
        .order_by_asc(pin::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// The pin of this workshop and product, unless it was deleted.
pub async fn find_pin(
    tx: &UnitOfWork,
    cycle: CycleId,
    workshop: WorkshopId,
    product: ProductId,
) -> Result<Option<pin::Model>> {
    let found = pin::Entity::find()
        .filter(pin::Column::CycleId.eq(cycle))
        .filter(pin::Column::WorkshopId.eq(workshop))
        .filter(pin::Column::ProductId.eq(product))
        .filter(pin::Column::RemovedAt.is_null());
    Ok(found.one(tx.db()).await?)
}

/// A pin of this cycle, even where it was deleted; or 404.
pub async fn get_pin(tx: &UnitOfWork, cycle: CycleId, id: PinId) -> Result<pin::Model> {
    let found = pin::Entity::find_by_id(id).filter(pin::Column::CycleId.eq(cycle));
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("pin"))
}

/// Stores a new pin.
pub async fn insert_pin(tx: &UnitOfWork, row: pin::Model) -> Result<()> {
    pin::Entity::insert(row.into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Marks a pin as deleted now.
pub async fn delete_pin(tx: &UnitOfWork, id: PinId) -> Result<pin::Model> {
    let deleted = pin::ActiveModel { id: Set(id), removed_at: Set(Some(tx.now())), ..Default::default() };
    Ok(pin::Entity::update(deleted).exec(tx.db()).await?)
}
