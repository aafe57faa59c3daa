//! What the screens of allocation name: workshops, products, cycles.

use std::collections::HashMap;

use entities::{
    allocation::quota,
    values::{CycleId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Cycles in which these workshops were given quotas, newest first, after the cycle `after`.
pub async fn cycles_of(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    after: Option<CycleId>,
    fetch: u64,
) -> Result<Vec<CycleId>> {
    let mut found = quota::Entity::find()
        .select_only()
        .column(quota::Column::CycleId)
        .distinct()
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_desc(quota::Column::CycleId)
        .limit(fetch);
    if let Some(after) = after {
        found = found.filter(quota::Column::CycleId.lt(after));
    }
    Ok(found.into_tuple().all(tx.db()).await?)
}

/// The published quotas of these workshops in these cycles.
pub async fn quotas_of(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    cycles: &[CycleId],
) -> Result<HashMap<CycleId, Vec<quota::Model>>> {
    let found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::CycleId.is_in(cycles.iter().copied()))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_asc(quota::Column::Id);
    let mut by_cycle: HashMap<CycleId, Vec<quota::Model>> = HashMap::new();
    for row in found.all(tx.db()).await? {
        by_cycle.entry(row.cycle_id).or_default().push(row);
    }
    Ok(by_cycle)
}
