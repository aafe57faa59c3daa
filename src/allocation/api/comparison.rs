//! The comparison of two runs of a cycle.

use std::collections::BTreeMap;

use entities::values::{CycleId, ProductId, WorkshopId};
use poem::web::Data;
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    runs::{AllocationRun, parse_ratio},
    tag::Tag,
};
use crate::{
    allocation::store::{
        quotas::list_run_quotas,
        runs::{get_run, list_run_workshops},
    },
    identity::{Caller, StaffViewer},
    platform::{app::App, http::problem::Result, unit_of_work::UnitOfWork},
};

/// A quota that differs between two runs.
#[derive(Clone, Debug, Object)]
pub struct QuotaDifference {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots in the first run.
    pub lots_before: i64,
    /// Lots in the second run.
    pub lots_after: i64,
}

/// A workshop whose ratio differs between two runs.
#[derive(Clone, Debug, Object)]
pub struct RatioDifference {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its ratio after the first run.
    pub ratio_before: f64,
    /// Its ratio after the second run.
    pub ratio_after: f64,
}

/// The differences between two runs of a cycle.
#[derive(Clone, Debug, Object)]
pub struct RunComparison {
    /// The first run.
    pub before: AllocationRun,
    /// The second run.
    pub after: AllocationRun,
    /// The quotas that differ.
    pub quotas: Vec<QuotaDifference>,
    /// The workshops whose ratio differs.
    pub workshops: Vec<RatioDifference>,
}

/// Comparisons of runs, for staff.
pub struct Comparisons;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl Comparisons {
    /// Compare two runs of a cycle
    #[oai(path = "/staff/cycles/:id/allocation/comparison", method = "get", operation_id = "compare_allocation_runs")]
    async fn compare_allocation_runs(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CycleId>,
        /// Number of the first run.
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
        before: Query<i32>,
        /// Number of the second run.
        #[oai(validator(minimum(value = "1"), maximum(value = "1000000")))]
        after: Query<i32>,
    ) -> Result<Json<RunComparison>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(compare_runs(&tx, id.0, before.0, after.0).await?))
    }
}

/// Compares the runs with these numbers. A quota or workshop that one of them lacks counts as 0 there.
async fn compare_runs(tx: &UnitOfWork, cycle: CycleId, before: i32, after: i32) -> Result<RunComparison> {
    let before = get_run(tx, cycle, before).await?;
    let after = get_run(tx, cycle, after).await?;
    let mut quotas: BTreeMap<(WorkshopId, ProductId), QuotaDifference> = BTreeMap::new();
    let mut ratios: BTreeMap<WorkshopId, RatioDifference> = BTreeMap::new();
    for run in [before.id, after.id] {
        for quota in list_run_quotas(tx, run).await? {
            let (workshop_id, product_id) = (quota.workshop_id, quota.product_id);
            let equal = QuotaDifference { workshop_id, product_id, lots_before: 0, lots_after: 0 };
            let difference = quotas.entry((workshop_id, product_id)).or_insert(equal);
            if run == before.id {
                difference.lots_before = quota.offered_lots;
            }
            if run == after.id {
                difference.lots_after = quota.offered_lots;
            }
        }
        for workshop in list_run_workshops(tx, run).await? {
            let workshop_id = workshop.workshop_id;
            let equal = RatioDifference { workshop_id, ratio_before: 0.0, ratio_after: 0.0 };
            let difference = ratios.entry(workshop_id).or_insert(equal);
            if run == before.id {
                difference.ratio_before = parse_ratio(&workshop.ratio_after);
            }
            if run == after.id {
                difference.ratio_after = parse_ratio(&workshop.ratio_after);
            }
        }
    }
    let quotas = quotas.into_values().filter(|quota| quota.lots_before != quota.lots_after);
    let workshops = ratios.into_values().filter(|row| row.ratio_before.total_cmp(&row.ratio_after).is_ne());
    Ok(RunComparison {
        quotas: quotas.collect(),
        workshops: workshops.collect(),
        before: before.into(),
        after: after.into(),
    })
}
