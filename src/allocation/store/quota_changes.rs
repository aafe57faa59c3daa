//! Reductions of published quotas.

use entities::{allocation::quota_change, values::CycleId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Stores reductions.
pub async fn insert_quota_changes(tx: &UnitOfWork, rows: Vec<quota_change::Model>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        quota_change::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The reductions of the quotas of a cycle, oldest first.
pub async fn list_cycle_changes(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<quota_change::Model>> {
    let found = quota_change::Entity::find()
        .filter(quota_change::Column::CycleId.eq(cycle))
        .order_by_asc(quota_change::Column::Id);
    Ok(found.all(tx.db()).await?)
}
