//! Two runs of a cycle beside each other.

use std::collections::BTreeMap;

use entities::values::{CycleId, ProductId, UnitId};

use super::board::ratio;
use crate::{
    allocation::{
        api::wire::{QuotaChange, RunComparison, UnitChange},
        store,
    },
    platform::{http::problem::Answer, work::Work},
};

/// What differs between two runs of a cycle.
pub async fn comparison(work: &Work, cycle: CycleId, before: i32, after: i32) -> Answer<RunComparison> {
    let before = store::runs::by_number(work, cycle, before).await?;
    let after = store::runs::by_number(work, cycle, after).await?;
    let mut lots: BTreeMap<(UnitId, ProductId), (i64, i64)> = BTreeMap::new();
    for quota in store::quotas::of_run(work, before.id).await? {
        lots.entry((quota.unit_id, quota.product_id)).or_default().0 = quota.offered_lots;
    }
    for quota in store::quotas::of_run(work, after.id).await? {
        lots.entry((quota.unit_id, quota.product_id)).or_default().1 = quota.offered_lots;
    }
    let mut ratios: BTreeMap<UnitId, (f64, f64)> = BTreeMap::new();
    for unit in store::runs::units(work, before.id).await? {
        ratios.entry(unit.unit_id).or_default().0 = ratio(&unit.ratio_after);
    }
    for unit in store::runs::units(work, after.id).await? {
        ratios.entry(unit.unit_id).or_default().1 = ratio(&unit.ratio_after);
    }
    let quotas = lots.into_iter().filter(|(_, (before, after))| before != after);
    let units = ratios.into_iter().filter(|(_, (before, after))| (before - after).abs() > f64::EPSILON);
    Ok(RunComparison {
        before: (&before).into(),
        after: (&after).into(),
        quotas: quotas
            .map(|((unit_id, product_id), (lots_before, lots_after))| QuotaChange {
                unit_id,
                product_id,
                lots_before,
                lots_after,
            })
            .collect(),
        units: units
            .map(|(unit_id, (ratio_before, ratio_after))| UnitChange { unit_id, ratio_before, ratio_after })
            .collect(),
    })
}
