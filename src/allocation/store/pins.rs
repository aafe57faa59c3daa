//! Quantities fixed by staff.

use entities::{
    allocation::pin,
    values::{CycleId, PinId, ProductId, UnitId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// The pins that hold in a cycle, oldest first.
pub async fn live(work: &Work, cycle: CycleId) -> Answer<Vec<pin::Model>> {
    let found = pin::Entity::find()
        .filter(pin::Column::CycleId.eq(cycle))
        .filter(pin::Column::RemovedAt.is_null())
        .order_by_asc(pin::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// The pin that holds for this unit and product.
pub async fn live_for(work: &Work, cycle: CycleId, unit: UnitId, product: ProductId) -> Answer<Option<pin::Model>> {
    let found = pin::Entity::find()
        .filter(pin::Column::CycleId.eq(cycle))
        .filter(pin::Column::UnitId.eq(unit))
        .filter(pin::Column::ProductId.eq(product))
        .filter(pin::Column::RemovedAt.is_null());
    Ok(found.one(work.db()).await?)
}

/// A pin of this cycle, or 404.
pub async fn get(work: &Work, cycle: CycleId, id: PinId) -> Answer<pin::Model> {
    let found = pin::Entity::find_by_id(id).filter(pin::Column::CycleId.eq(cycle));
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("pin"))
}

/// Stores a new pin.
pub async fn insert(work: &Work, row: pin::Model) -> Answer<()> {
    pin::Entity::insert(row.into_active_model()).exec_without_returning(work.db()).await?;
    Ok(())
}

/// The pin holds no longer.
pub async fn remove(work: &Work, id: PinId) -> Answer<pin::Model> {
    let removed = pin::ActiveModel { id: Set(id), removed_at: Set(Some(work.now())), ..Default::default() };
    Ok(pin::Entity::update(removed).exec(work.db()).await?)
}
