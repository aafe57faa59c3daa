//! The board of a cycle and the detail of a run.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, quota, run_workshop},
    values::{CycleId, ProductId, RunId, WorkshopId},
};

use super::quotas::quotas;
use crate::{
    allocation::{
        api::wire::{AllocationBoard, AllocationRun, AllocationRunDetail, RunProduct, RunWorkshop},
        store,
    },
    catalogue, cycles, members, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// How the demand of a cycle stands with the workshops.
pub async fn board(tx: &UnitOfWork, cycle_id: CycleId) -> Result<AllocationBoard> {
    let cycle = cycles::cycle(tx, cycle_id).await?;
    let runs = store::runs::of_cycle(tx, cycle_id).await?;
    let main = runs.iter().rev().find(|run| run.round == 1);
    let rows = store::quotas::of_cycle(tx, cycle_id).await?;
    let (products, workshops) = match main {
        Some(run) => (products(tx, run, &rows).await?, workshops(tx, run.id).await?),
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
        workshops,
        quotas: quotas(tx, rows).await?,
        pins: store::pins::live(tx, cycle_id).await?.into_iter().map(Into::into).collect(),
    })
}

/// One run with what it gave, whatever became of it.
pub async fn run_detail(tx: &UnitOfWork, run: &allocation_run::Model) -> Result<AllocationRunDetail> {
    let rows = store::quotas::of_run(tx, run.id).await?;
    Ok(AllocationRunDetail {
        run: run.into(),
        products: products(tx, run, &rows).await?,
        workshops: workshops(tx, run.id).await?,
        quotas: quotas(tx, rows).await?,
    })
}

async fn products(tx: &UnitOfWork, run: &allocation_run::Model, quotas: &[quota::Model]) -> Result<Vec<RunProduct>> {
    let mut standing: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas.iter().filter(|q| store::quotas::TAKING.contains(&q.state)) {
        *standing.entry(quota.product_id).or_default() += quota.units;
    }
    // An order cancelled since then is wanted no more.
    let wanted: HashMap<ProductId, i64> =
        orders::list_demand(tx, run.cycle_id).await?.into_iter().map(|d| (d.product_id, d.units)).collect();
    let rows = store::runs::products(tx, run.id).await?;
    let ids: Vec<ProductId> = rows.iter().map(|row| row.product_id).collect();
    let names = catalogue::products(tx, &ids).await?;
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
                lot_value: row.lot_value.of(tx.currency()),
                unmet_lots: row.unmet_lots,
                unmet_reason: row.unmet_reason,
                open_units: (wanted - standing).max(0),
            })
        })
        .collect();
    shown.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(shown)
}

/// The workshops of a run with their names, by code.
pub async fn workshops(tx: &UnitOfWork, run: RunId) -> Result<Vec<RunWorkshop>> {
    let rows = store::runs::workshops(tx, run).await?;
    let ids: Vec<WorkshopId> = rows.iter().map(|row| row.workshop_id).collect();
    let names = members::workshops(tx, &ids).await?;
    let mut shown: Vec<RunWorkshop> = rows
        .into_iter()
        .filter_map(|row| {
            let workshop = names.get(&row.workshop_id)?;
            Some(RunWorkshop {
                workshop_id: row.workshop_id,
                code: workshop.code.clone(),
                name: workshop.name.clone(),
                pseudonym: pseudonym(&row),
                weight: row.weight,
                carried: row.carried.of(tx.currency()),
                limit: row.limit_value.map(|limit| limit.of(tx.currency())),
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

/// The name of a workshop in its run.
pub fn pseudonym(row: &run_workshop::Model) -> String {
    format!("U{}", row.pseudonym)
}

/// A stored ratio; it was written by us from a number.
pub fn ratio(written: &str) -> f64 {
    written.parse().unwrap_or(0.0)
}
