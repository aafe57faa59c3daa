//! Quotas with the names that people know.

use std::collections::{BTreeSet, HashMap};

use entities::{
    allocation::quota,
    catalogue::product,
    members::workshop,
    values::{ProductId, QuotaId, RunId, WorkshopId},
};

use crate::{
    allocation::{
        api::wire::{CycleQuotas, LateChange, Quota},
        rules, store,
    },
    catalogue, cycles, members,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// Quotas with their names.
pub async fn quotas(tx: &UnitOfWork, rows: Vec<quota::Model>) -> Result<Vec<Quota>> {
    let workshops: Vec<WorkshopId> = distinct(rows.iter().map(|q| q.workshop_id));
    let products: Vec<ProductId> = distinct(rows.iter().map(|q| q.product_id));
    let runs: Vec<RunId> = distinct(rows.iter().map(|q| q.run_id));
    let workshops = members::workshops(tx, &workshops).await?;
    let products = catalogue::products(tx, &products).await?;
    let sizes = store::runs::lot_sizes(tx, &runs).await?;
    let ids: Vec<QuotaId> = rows.iter().map(|q| q.id).collect();
    let mut changes: HashMap<QuotaId, Vec<LateChange>> = HashMap::new();
    for row in store::changes::of_quotas(tx, &ids).await? {
        changes.entry(row.quota_id).or_default().push((&row).into());
    }
    let shown = rows.into_iter().filter_map(|row| {
        let (workshop, product) = (workshops.get(&row.workshop_id)?, products.get(&row.product_id)?);
        let lot_size = sizes.get(&(row.run_id, row.product_id)).copied().unwrap_or(product.lot_size);
        let changes = changes.remove(&row.id).unwrap_or_default();
        Some(Quota { changes, ..named(tx, row, workshop, product, lot_size) })
    });
    Ok(shown.collect())
}

fn named(
    tx: &UnitOfWork,
    row: quota::Model,
    workshop: &workshop::Model,
    product: &product::Model,
    lot_size: i64,
) -> Quota {
    Quota {
        id: row.id,
        cycle_id: row.cycle_id,
        workshop_id: row.workshop_id,
        workshop_code: workshop.code.clone(),
        workshop_name: workshop.name.clone(),
        product_id: row.product_id,
        product_code: product.code.clone(),
        product_name_es: product.name_es.clone(),
        product_name_en: product.name_en.clone(),
        round: row.round,
        offered_lots: row.offered_lots,
        lots: row.lots,
        lot_size,
        units: row.units,
        lot_value: row.lot_value.of(tx.currency()),
        value: rules::value_of(row.units, lot_size, row.lot_value).of(tx.currency()),
        state: row.state,
        respond_by: row.respond_by,
        published_at: row.published_at,
        answered_at: row.answered_at,
        reason: row.reason,
        frozen_at: row.frozen_at,
        fulfilled_at: row.fulfilled_at,
        accepted_units: row.accepted_units,
        changes: Vec::new(),
        version: row.version,
    }
}

/// One quota with its names.
pub async fn one(tx: &UnitOfWork, row: quota::Model) -> Result<Quota> {
    quotas(tx, vec![row]).await?.pop().ok_or_else(|| Problem::not_found("quota"))
}

/// The cycles in which these workshops were given quotas, newest first.
pub async fn own_cycles(tx: &UnitOfWork, workshops: &[WorkshopId], page: &PageRequest) -> Result<Rows<CycleQuotas>> {
    let ids = store::shown::cycles_of(tx, workshops, page.key()?, page.fetch()).await?;
    let found = cycles::cycles(tx, &ids).await?;
    let mut by_cycle = store::shown::quotas_of(tx, workshops, &ids).await?;
    let mut shown = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(cycle) = found.get(&id) else { continue };
        shown.push(CycleQuotas {
            cycle_id: id,
            cycle_code: cycle.code.clone(),
            delivery_date: cycle.delivery_date,
            cycle_state: cycle.state,
            quotas: quotas(tx, by_cycle.remove(&id).unwrap_or_default()).await?,
        });
    }
    Ok(page.cut(shown, |cycle| cycle.cycle_id))
}

/// Each of these once.
pub fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    ids.collect::<BTreeSet<T>>().into_iter().collect()
}
