//! The board of a cycle and the detail of a run.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, quota, run_unit},
    values::{CycleId, ProductId, RunId, UnitId},
};

use super::quotas::quotas;
use crate::{
    allocation::{
        api::wire::{AllocationBoard, AllocationRun, AllocationRunDetail, RunProduct, RunUnit},
        store,
    },
    catalogue, cycles, members, orders,
    platform::{http::problem::Answer, work::Work},
};

/// How the demand of a cycle stands with the units.
pub async fn board(work: &Work, cycle_id: CycleId) -> Answer<AllocationBoard> {
    let cycle = cycles::cycle(work, cycle_id).await?;
    let runs = store::runs::of_cycle(work, cycle_id).await?;
    let main = runs.iter().rev().find(|run| run.round == 1);
    let rows = store::quotas::of_cycle(work, cycle_id).await?;
    let (products, units) = match main {
        Some(run) => (products(work, run, &rows).await?, units(work, run.id).await?),
        None => (Vec::new(), Vec::new()),
    };
    Ok(AllocationBoard {
        cycle_id,
        cycle_code: cycle.code,
        delivery_date: cycle.delivery_date,
        cycle_state: cycle.state,
        run: main.map(AllocationRun::from),
        runs: runs.iter().map(AllocationRun::from).collect(),
        products,
        units,
        quotas: quotas(work, rows).await?,
        pins: store::pins::live(work, cycle_id).await?.into_iter().map(Into::into).collect(),
    })
}

/// One run with what it gave, whatever became of it.
pub async fn run_detail(work: &Work, run: &allocation_run::Model) -> Answer<AllocationRunDetail> {
    let rows = store::quotas::of_run(work, run.id).await?;
    Ok(AllocationRunDetail {
        run: run.into(),
        products: products(work, run, &rows).await?,
        units: units(work, run.id).await?,
        quotas: quotas(work, rows).await?,
    })
}

async fn products(work: &Work, run: &allocation_run::Model, quotas: &[quota::Model]) -> Answer<Vec<RunProduct>> {
    let mut standing: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas.iter().filter(|q| store::quotas::TAKING.contains(&q.state)) {
        *standing.entry(quota.product_id).or_default() += quota.units;
    }
    // An order cancelled since then is wanted no more.
    let wanted: HashMap<ProductId, i64> =
        orders::demand(work, run.cycle_id).await?.into_iter().map(|d| (d.product_id, d.units)).collect();
    let rows = store::runs::products(work, run.id).await?;
    let ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    let names = catalogue::products(work, &ids).await?;
    let mut shown: Vec<RunProduct> = rows
        .into_iter()
        .filter_map(|row| {
            let product = names.get(&row.product_id)?;
            let wanted = wanted.get(&row.product_id).copied().unwrap_or(0).min(row.units);
            let standing = standing.get(&row.product_id).copied().unwrap_or(0);
            Some(RunProduct {
                product_id: row.product_id,
                code: product.code.clone(),
                name_es: product.name_es.clone(),
                name_en: product.name_en.clone(),
                units: row.units,
                lot_size: row.lot_size,
                lots: row.lots,
                lot_value: row.lot_value.of(work.currency()),
                unmet_lots: row.unmet_lots,
                unmet_reason: row.unmet_reason,
                open_units: (wanted - standing).max(0),
            })
        })
        .collect();
    shown.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(shown)
}

/// The units of a run with their names, by code.
pub async fn units(work: &Work, run: RunId) -> Answer<Vec<RunUnit>> {
    let rows = store::runs::units(work, run).await?;
    let ids: Vec<UnitId> = rows.iter().map(|row| row.unit_id).collect();
    let names = members::units(work, &ids).await?;
    let mut shown: Vec<RunUnit> = rows
        .into_iter()
        .filter_map(|row| {
            let unit = names.get(&row.unit_id)?;
            Some(RunUnit {
                unit_id: row.unit_id,
                code: unit.code.clone(),
                name: unit.name.clone(),
                pseudonym: pseudonym(&row),
                weight: row.weight,
                carried: row.carried.of(work.currency()),
                limit: row.limit_value.map(|limit| limit.of(work.currency())),
                ratio_before: ratio(&row.ratio_before),
                ratio_after: ratio(&row.ratio_after),
                target_ratio: ratio(&row.target_ratio),
                bound_by: row.bound_by,
            })
        })
        .collect();
    shown.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(shown)
}

/// The name of a unit in its run.
pub fn pseudonym(row: &run_unit::Model) -> String {
    format!("U{}", row.pseudonym)
}

/// A stored ratio; it was written by us from a number.
pub fn ratio(written: &str) -> f64 {
    written.parse().unwrap_or(0.0)
}
