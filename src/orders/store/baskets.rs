//! Queries of the baskets of orders.

use std::collections::HashMap;

use entities::{
    orders::order_basket,
    values::{OrderBasketId, OrderId},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Stores new baskets. Lines refer to them, so they are stored first.
pub async fn insert(tx: &UnitOfWork, rows: &[order_basket::Model]) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        order_basket::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Replaces the baskets of an order without lines. A basket that stays is inserted again with its id.
pub async fn replace(tx: &UnitOfWork, order: OrderId, rows: &[order_basket::Model]) -> Result<()> {
    order_basket::Entity::delete_many().filter(order_basket::Column::OrderId.eq(order)).exec(tx.db()).await?;
    insert(tx, rows).await
}

/// Baskets of these orders, by order and position.
pub async fn list(tx: &UnitOfWork, orders: &[OrderId]) -> Result<Vec<order_basket::Model>> {
    let mut found = Vec::new();
    for orders in orders.chunks(ROWS_PER_INSERT) {
        let some = order_basket::Entity::find()
            .filter(order_basket::Column::OrderId.is_in(orders.iter().copied()))
            .order_by_asc(order_basket::Column::OrderId)
            .order_by_asc(order_basket::Column::Position);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Those of these baskets that exist, by id.
pub async fn find_order_baskets(
    tx: &UnitOfWork,
    ids: &[OrderBasketId],
) -> Result<HashMap<OrderBasketId, order_basket::Model>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order_basket::Entity::find().filter(order_basket::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(tx.db()).await?.into_iter().map(|basket| (basket.id, basket)));
    }
    Ok(found)
}
