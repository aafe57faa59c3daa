//! Buyers' accounts and delivery points.

use entities::{
    buyers::{buyer, delivery_point, segment, zone},
    values::BuyerId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// All accounts, by code.
pub async fn buyers(tx: &UnitOfWork) -> Result<Vec<buyer::Model>> {
    Ok(buyer::Entity::find().order_by_asc(buyer::Column::Code).all(tx.db()).await?)
}

/// All segments, by code.
pub async fn segments(tx: &UnitOfWork) -> Result<Vec<segment::Model>> {
    Ok(segment::Entity::find().order_by_asc(segment::Column::Code).all(tx.db()).await?)
}

/// All zones, by code.
pub async fn zones(tx: &UnitOfWork) -> Result<Vec<zone::Model>> {
    Ok(zone::Entity::find().order_by_asc(zone::Column::Code).all(tx.db()).await?)
}

/// All delivery points.
pub async fn delivery_points(tx: &UnitOfWork) -> Result<Vec<delivery_point::Model>> {
    Ok(delivery_point::Entity::find().all(tx.db()).await?)
}

/// The buyer's delivery point of this name: an active one before a retired one.
pub async fn delivery_point(tx: &UnitOfWork, buyer: BuyerId, name: &str) -> Result<Option<delivery_point::Model>> {
    let found = delivery_point::Entity::find()
        .filter(delivery_point::Column::BuyerId.eq(buyer))
        .filter(delivery_point::Column::Name.eq(name))
        .order_by_asc(delivery_point::Column::CreatedAt);
    let found = found.all(tx.db()).await?;
    let active = found.iter().position(|point| point.retired_at.is_none());
    Ok(found.into_iter().nth(active.unwrap_or(0)))
}

/// The names of all delivery points.
pub async fn delivery_point_names(tx: &UnitOfWork) -> Result<Vec<(Uuid, String)>> {
    let names = delivery_point::Entity::find()
        .select_only()
        .column(delivery_point::Column::Id)
        .column(delivery_point::Column::Name);
    Ok(names.into_tuple().all(tx.db()).await?)
}
