//! What the screens of allocation name: units, products, cycles.

use std::collections::HashMap;

use entities::{
    allocation::quota,
    values::{CycleId, UnitId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{http::problem::Answer, work::Work};

/// Cycles in which these units were given quotas, newest first, after the cycle `after`.
pub async fn cycles_of(work: &Work, units: &[UnitId], after: Option<CycleId>, fetch: u64) -> Answer<Vec<CycleId>> {
    let mut found = quota::Entity::find()
        .select_only()
        .column(quota::Column::CycleId)
        .distinct()
        .filter(quota::Column::UnitId.is_in(units.iter().copied()))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_desc(quota::Column::CycleId)
        .limit(fetch);
    if let Some(after) = after {
        found = found.filter(quota::Column::CycleId.lt(after));
    }
    Ok(found.into_tuple().all(work.db()).await?)
}

/// The published quotas of these units in these cycles.
pub async fn quotas_of(
    work: &Work,
    units: &[UnitId],
    cycles: &[CycleId],
) -> Answer<HashMap<CycleId, Vec<quota::Model>>> {
    let found = quota::Entity::find()
        .filter(quota::Column::UnitId.is_in(units.iter().copied()))
        .filter(quota::Column::CycleId.is_in(cycles.iter().copied()))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_asc(quota::Column::Id);
    let mut by_cycle: HashMap<CycleId, Vec<quota::Model>> = HashMap::new();
    for row in found.all(work.db()).await? {
        by_cycle.entry(row.cycle_id).or_default().push(row);
    }
    Ok(by_cycle)
}
