//! Two runs of a cycle beside each other.

use std::collections::BTreeMap;

use entities::values::{CycleId, ProductId, WorkshopId};

use super::board::ratio;
use crate::{
    allocation::{
        api::wire::{QuotaChange, RunComparison, WorkshopChange},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What differs between two runs of a cycle.
pub async fn comparison(tx: &UnitOfWork, cycle: CycleId, before: i32, after: i32) -> Result<RunComparison> {
    let before = store::runs::by_number(tx, cycle, before).await?;
    let after = store::runs::by_number(tx, cycle, after).await?;
    let mut lots: BTreeMap<(WorkshopId, ProductId), (i64, i64)> = BTreeMap::new();
    for quota in store::quotas::of_run(tx, before.id).await? {
        lots.entry((quota.workshop_id, quota.product_id)).or_default().0 = quota.offered_lots;
    }
    for quota in store::quotas::of_run(tx, after.id).await? {
        lots.entry((quota.workshop_id, quota.product_id)).or_default().1 = quota.offered_lots;
    }
    let mut ratios: BTreeMap<WorkshopId, (f64, f64)> = BTreeMap::new();
    for workshop in store::runs::workshops(tx, before.id).await? {
        ratios.entry(workshop.workshop_id).or_default().0 = ratio(&workshop.ratio_after);
    }
    for workshop in store::runs::workshops(tx, after.id).await? {
        ratios.entry(workshop.workshop_id).or_default().1 = ratio(&workshop.ratio_after);
    }
    let quotas = lots.into_iter().filter(|(_, (before, after))| before != after);
    let workshops = ratios.into_iter().filter(|(_, (before, after))| (before - after).abs() > f64::EPSILON);
    Ok(RunComparison {
        before: (&before).into(),
        after: (&after).into(),
        quotas: quotas
            .map(|((workshop_id, product_id), (lots_before, lots_after))| QuotaChange {
                workshop_id,
                product_id,
                lots_before,
                lots_after,
            })
            .collect(),
        workshops: workshops
            .map(|(workshop_id, (ratio_before, ratio_after))| WorkshopChange { workshop_id, ratio_before, ratio_after })
            .collect(),
    })
}
