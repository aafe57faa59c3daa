//! Delivery points.

use std::collections::HashMap;

use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// The delivery points with these ids, retired ones too.
pub async fn list_delivery_points_by_id(
    tx: &UnitOfWork,
    ids: &[DeliveryPointId],
) -> Result<HashMap<DeliveryPointId, delivery_point::Model>> {
    let found = delivery_point::Entity::find().filter(delivery_point::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|point| (point.id, point)).collect())
}

/// A buyer's delivery points in use, oldest first.
pub async fn list_delivery_points(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<delivery_point::Model>> {
    let found = delivery_point::Entity::find()
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::RetiredAt.is_null())
        .order_by_asc(delivery_point::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// A delivery point of this buyer that is in use, or 404.
pub async fn get_delivery_point(tx: &UnitOfWork, buyer: BuyerId, id: DeliveryPointId) -> Result<delivery_point::Model> {
    get_delivery_point_or_stored(tx, buyer, id, None).await
}

/// A delivery point of this buyer for a change of what is delivered to `stored`: one that is in use, or `stored` itself,
/// which may have been retired since. Or 404.
pub async fn get_delivery_point_or_stored(
    tx: &UnitOfWork,
    buyer: BuyerId,
    id: DeliveryPointId,
    stored: Option<DeliveryPointId>,
) -> Result<delivery_point::Model> {
    let in_use = delivery_point::Column::RetiredAt.is_null();
    let usable = Condition::any().add(in_use).add(delivery_point::Column::Id.eq(stored));
    let found = delivery_point::Entity::find_by_id(id).filter(delivery_point::Column::BuyerId.eq(buyer)).filter(usable);
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// A delivery point of this buyer, retired or not, its row locked for update; or 404.
pub async fn lock_delivery_point(
    tx: &UnitOfWork,
    buyer: BuyerId,
    id: DeliveryPointId,
) -> Result<delivery_point::Model> {
    let found =
        delivery_point::Entity::find_by_id(id).filter(delivery_point::Column::BuyerId.eq(buyer)).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(not_found)
}

/// Stores a new delivery point.
pub async fn insert_delivery_point(tx: &UnitOfWork, row: &delivery_point::Model) -> Result<()> {
    delivery_point::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores the changed columns of a delivery point.
pub async fn update_delivery_point(tx: &UnitOfWork, row: delivery_point::ActiveModel) -> Result<delivery_point::Model> {
    Ok(delivery_point::Entity::update(row).exec(tx.db()).await?)
}

fn not_found() -> Problem {
    Problem::not_found("delivery_point")
}
