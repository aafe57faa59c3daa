//! Products, offers and prices.

use entities::{
    catalogue::{basket, family, offer, price, price_list, product},
    values::PriceListId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::SelectStatement};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// All families, by code.
pub async fn families(tx: &UnitOfWork) -> Result<Vec<family::Model>> {
    Ok(family::Entity::find().order_by_asc(family::Column::Code).all(tx.db()).await?)
}

/// All products, by code. The files have no columns for what is in a basket, so baskets are left out.
pub async fn products(tx: &UnitOfWork) -> Result<Vec<product::Model>> {
    let found = product::Entity::find().filter(product::Column::Id.not_in_subquery(baskets()));
    Ok(found.order_by_asc(product::Column::Code).all(tx.db()).await?)
}

fn baskets() -> SelectStatement {
    basket::Entity::find().select_only().column(basket::Column::ProductId).into_query()
}

/// All offers that have not ended.
pub async fn active_offers(tx: &UnitOfWork) -> Result<Vec<offer::Model>> {
    Ok(offer::Entity::find().filter(offer::Column::EndedAt.is_null()).all(tx.db()).await?)
}

/// All price lists, by code.
pub async fn price_lists(tx: &UnitOfWork) -> Result<Vec<price_list::Model>> {
    Ok(price_list::Entity::find().order_by_asc(price_list::Column::Code).all(tx.db()).await?)
}

/// The current prices of a list, without those of baskets.
pub async fn current_prices(tx: &UnitOfWork, list: PriceListId) -> Result<Vec<price::Model>> {
    let current = price::Entity::find()
        .filter(price::Column::PriceListId.eq(list))
        .filter(price::Column::ToVersion.is_null())
        .filter(price::Column::ProductId.not_in_subquery(baskets()));
    Ok(current.all(tx.db()).await?)
}
