//! Price lists.

use entities::{
    catalogue::price_list,
    values::{PriceListId, SegmentId},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// All price lists, by code.
pub async fn list_price_lists(tx: &UnitOfWork) -> Result<Vec<price_list::Model>> {
    Ok(price_list::Entity::find().order_by_asc(price_list::Column::Code).all(tx.db()).await?)
}

/// The list, or 404.
pub async fn get_price_list(tx: &UnitOfWork, id: PriceListId) -> Result<price_list::Model> {
    price_list::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// The list, its row locked for update; or 404.
pub async fn lock_price_list(tx: &UnitOfWork, id: PriceListId) -> Result<price_list::Model> {
    price_list::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// The list with this code.
pub async fn find_price_list_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<price_list::Model>> {
    Ok(price_list::Entity::find().filter(price_list::Column::Code.eq(code)).one(tx.db()).await?)
}

/// The list of this segment.
pub async fn find_price_list_of(tx: &UnitOfWork, segment: SegmentId) -> Result<Option<price_list::Model>> {
    Ok(price_list::Entity::find().filter(price_list::Column::SegmentId.eq(segment)).one(tx.db()).await?)
}

/// Stores a new list.
pub async fn insert_price_list(tx: &UnitOfWork, row: price_list::ActiveModel) -> Result<price_list::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores the changed columns of a list.
pub async fn update_price_list(tx: &UnitOfWork, row: price_list::ActiveModel) -> Result<price_list::Model> {
    Ok(row.update(tx.db()).await?)
}

fn not_found() -> Problem {
    Problem::not_found("price_list")
}
