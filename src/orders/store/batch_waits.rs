//! Queries of the orders that wait for a minimum batch.

use entities::{orders::batch_wait, values::CycleId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use uuid::Uuid;

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Stores waits; an order that waits for a product already keeps its row.
pub async fn insert_missing(tx: &UnitOfWork, rows: Vec<batch_wait::ActiveModel>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        batch_wait::Entity::insert_many(rows.to_vec())
            .on_conflict_do_nothing_on([batch_wait::Column::OrderId, batch_wait::Column::ProductId])
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Undecided waits of a cycle.
pub async fn list_undecided(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<batch_wait::Model>> {
    Ok(batch_wait::Entity::find()
        .filter(batch_wait::Column::CycleId.eq(cycle))
        .filter(batch_wait::Column::FilledAt.is_null())
        .filter(batch_wait::Column::UnfilledAt.is_null())
        .order_by_asc(batch_wait::Column::Id)
        .all(tx.db())
        .await?)
}

/// Records that these waits ended because enough was ordered, or because it was not until the cut-off.
pub async fn decide(tx: &UnitOfWork, ids: &[Uuid], filled: bool) -> Result<()> {
    let column = if filled { batch_wait::Column::FilledAt } else { batch_wait::Column::UnfilledAt };
    for ids in ids.chunks(ROWS_PER_INSERT) {
        batch_wait::Entity::update_many()
            .col_expr(column, Expr::value(Some(tx.now())))
            .filter(batch_wait::Column::Id.is_in(ids.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}
