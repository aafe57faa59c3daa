//! Queries of shortages.

use std::collections::HashMap;

use entities::{
    orders::shortage,
    values::{CycleId, OrderLineId, ProductId},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Whether shortages of this cause and product are recorded already.
pub async fn exists(tx: &UnitOfWork, cycle: CycleId, product: ProductId, cause_key: &str) -> Result<bool> {
    let recorded = shortage::Entity::find()
        .filter(shortage::Column::CycleId.eq(cycle))
        .filter(shortage::Column::ProductId.eq(product))
        .filter(shortage::Column::CauseKey.eq(cause_key));
    Ok(recorded.count(tx.db()).await? > 0)
}

/// Stores new shortages.
pub async fn insert(tx: &UnitOfWork, rows: Vec<shortage::ActiveModel>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        shortage::Entity::insert_many(rows.to_vec()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Shortages of a cycle, the oldest first.
pub async fn list(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<shortage::Model>> {
    Ok(shortage::Entity::find()
        .filter(shortage::Column::CycleId.eq(cycle))
        .order_by_asc(shortage::Column::Id)
        .all(tx.db())
        .await?)
}

/// Shortages of a cycle that one cause recorded.
pub async fn list_by_cause(tx: &UnitOfWork, cycle: CycleId, cause_key: &str) -> Result<Vec<shortage::Model>> {
    let recorded = shortage::Entity::find()
        .filter(shortage::Column::CycleId.eq(cycle))
        .filter(shortage::Column::CauseKey.eq(cause_key))
        .order_by_asc(shortage::Column::Id);
    Ok(recorded.all(tx.db()).await?)
}

/// Missing units of these lines; a line without a shortage is absent.
pub async fn sum_by_line(tx: &UnitOfWork, lines: &[OrderLineId]) -> Result<HashMap<OrderLineId, i64>> {
    let mut missing = HashMap::new();
    for lines in lines.chunks(ROWS_PER_INSERT) {
        let some = shortage::Entity::find().filter(shortage::Column::OrderLineId.is_in(lines.iter().copied()));
        for row in some.all(tx.db()).await? {
            *missing.entry(row.order_line_id).or_default() += row.quantity;
        }
    }
    Ok(missing)
}
