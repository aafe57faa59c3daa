//! Zones.

use entities::{buyers::zone, values::ZoneId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use super::segments::MAX_ROWS;
use crate::platform::{
    http::problem::{Problem, Result},
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// All zones, by code.
pub async fn list_zones(tx: &UnitOfWork) -> Result<Vec<zone::Model>> {
    Ok(zone::Entity::find().order_by_asc(zone::Column::Code).limit(MAX_ROWS).all(tx.db()).await?)
}

/// One zone, or 404.
pub async fn get_zone(tx: &UnitOfWork, id: ZoneId) -> Result<zone::Model> {
    zone::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// One zone, its row locked for update; or 404.
pub async fn lock_zone(tx: &UnitOfWork, id: ZoneId) -> Result<zone::Model> {
    zone::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The zone with this code.
pub async fn find_zone_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<zone::Model>> {
    Ok(zone::Entity::find().filter(zone::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Stores a new zone; `false` where its code is taken.
pub async fn insert_zone(tx: &UnitOfWork, row: &zone::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores the changed columns of a zone.
pub async fn update_zone(tx: &UnitOfWork, row: zone::ActiveModel) -> Result<zone::Model> {
    Ok(zone::Entity::update(row).exec(tx.db()).await?)
}

fn not_found() -> Problem {
    Problem::not_found("zone")
}
