//! What is made no more of published quotas.

use entities::{
    allocation::{quota, quota_change},
    values::{Amount, CycleId, QuotaChangeCause, QuotaId},
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The change of a quota from `before` to `lots` and `units`, by which it came to `version` and lost `value`.
pub fn of(
    tx: &UnitOfWork,
    before: &quota::Model,
    version: i32,
    cause: QuotaChangeCause,
    (lots, units): (i64, i64),
    value: Amount,
) -> quota_change::Model {
    quota_change::Model {
        id: tx.new_id::<Uuid>(),
        quota_id: before.id,
        quota_version: version,
        cycle_id: before.cycle_id,
        workshop_id: before.workshop_id,
        product_id: before.product_id,
        cause,
        lots_before: before.lots,
        lots_after: lots,
        units_before: before.units,
        units_after: units,
        value,
        at: tx.now(),
    }
}

/// Stores changes.
pub async fn insert(tx: &UnitOfWork, rows: Vec<quota_change::Model>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        quota_change::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The changes of a cycle's quotas, oldest first.
pub async fn of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<quota_change::Model>> {
    let found = quota_change::Entity::find()
        .filter(quota_change::Column::CycleId.eq(cycle))
        .order_by_asc(quota_change::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// The changes of these quotas, oldest first.
pub async fn of_quotas(tx: &UnitOfWork, quotas: &[QuotaId]) -> Result<Vec<quota_change::Model>> {
    let mut found = Vec::new();
    for quotas in quotas.chunks(ROWS_PER_INSERT) {
        let some = quota_change::Entity::find()
            .filter(quota_change::Column::QuotaId.is_in(quotas.iter().copied()))
            .order_by_asc(quota_change::Column::Id);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}
