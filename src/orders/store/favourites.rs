//! Queries of the favourite products of buyers.

use entities::{
    orders::favourite_product,
    values::{BuyerId, ProductId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, sea_query::OnConflict,
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The favourites of a buyer, the oldest first.
pub async fn list(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<favourite_product::Model>> {
    let own = favourite_product::Entity::find()
        .filter(favourite_product::Column::BuyerId.eq(buyer))
        .order_by_asc(favourite_product::Column::CreatedAt)
        .order_by_asc(favourite_product::Column::ProductId);
    Ok(own.all(tx.db()).await?)
}

/// Whether a product is a favourite of a buyer.
pub async fn exists(tx: &UnitOfWork, buyer: BuyerId, product: ProductId) -> Result<bool> {
    Ok(favourite_product::Entity::find_by_id((buyer, product)).one(tx.db()).await?.is_some())
}

/// How many favourites a buyer has.
pub async fn count(tx: &UnitOfWork, buyer: BuyerId) -> Result<u64> {
    let own = favourite_product::Entity::find().filter(favourite_product::Column::BuyerId.eq(buyer));
    Ok(own.count(tx.db()).await?)
}

/// Stores a favourite.
pub async fn insert(tx: &UnitOfWork, row: favourite_product::Model) -> Result<()> {
    use favourite_product::Column;
    let once = OnConflict::columns([Column::BuyerId, Column::ProductId]).do_nothing().to_owned();
    favourite_product::Entity::insert(row.into_active_model())
        .on_conflict(once)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Deletes a favourite, if it is one.
pub async fn delete(tx: &UnitOfWork, buyer: BuyerId, product: ProductId) -> Result<()> {
    favourite_product::Entity::delete_by_id((buyer, product)).exec(tx.db()).await?;
    Ok(())
}
