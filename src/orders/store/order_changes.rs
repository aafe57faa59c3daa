//! Queries of the changes of orders.

use entities::{identity::person, orders::order_change, values::OrderId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::Result,
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A page of an order's changes with the person who made each, the newest first.
pub async fn list(
    tx: &UnitOfWork,
    order: OrderId,
    page: &PageRequest,
) -> Result<Rows<(order_change::Model, Option<person::Model>)>> {
    let found = order_change::Entity::find().filter(order_change::Column::OrderId.eq(order));
    let mut found = found.find_also_related(person::Entity).cursor_by(order_change::Column::Id);
    page.select(tx.db(), found.desc(), |(change, _)| change.id).await
}

/// Stores new changes.
pub async fn insert(tx: &UnitOfWork, rows: Vec<order_change::ActiveModel>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        order_change::Entity::insert_many(rows.to_vec()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}
