//! Quotas with the names that people know.

use std::collections::{BTreeSet, HashMap};

use entities::{
    allocation::quota,
    catalogue::product,
    members::production_unit,
    values::{ProductId, QuotaId, RunId, UnitId},
};

use crate::{
    allocation::{
        api::wire::{CycleQuotas, LateChange, Quota},
        laws, store,
    },
    catalogue, cycles, members,
    platform::{
        http::{
            paging::Page,
            problem::{Answer, Problem},
        },
        work::Work,
    },
};

/// Quotas with their names.
pub async fn quotas(work: &Work, rows: Vec<quota::Model>) -> Answer<Vec<Quota>> {
    let units: Vec<UnitId> = distinct(rows.iter().map(|q| q.unit_id));
    let products: Vec<ProductId> = distinct(rows.iter().map(|q| q.product_id));
    let runs: Vec<RunId> = distinct(rows.iter().map(|q| q.run_id));
    let units = members::units(work, &units).await?;
    let products = catalogue::products(work, &products).await?;
    let sizes = store::runs::lot_sizes(work, &runs).await?;
    let ids: Vec<QuotaId> = rows.iter().map(|q| q.id).collect();
    let mut changes: HashMap<QuotaId, Vec<LateChange>> = HashMap::new();
    for row in store::changes::of_quotas(work, &ids).await? {
        changes.entry(row.quota_id).or_default().push((&row).into());
    }
    let shown = rows.into_iter().filter_map(|row| {
        let (unit, product) = (units.get(&row.unit_id)?, products.get(&row.product_id)?);
        let lot_size = sizes.get(&(row.run_id, row.product_id)).copied().unwrap_or(product.lot_size);
        let changes = changes.remove(&row.id).unwrap_or_default();
        Some(Quota { changes, ..named(work, row, unit, product, lot_size) })
    });
    Ok(shown.collect())
}

fn named(
    work: &Work,
    row: quota::Model,
    unit: &production_unit::Model,
    product: &product::Model,
    lot_size: i64,
) -> Quota {
    Quota {
        id: row.id,
        cycle_id: row.cycle_id,
        unit_id: row.unit_id,
        unit_code: unit.code.clone(),
        unit_name: unit.name.clone(),
        product_id: row.product_id,
        product_code: product.code.clone(),
        product_name_es: product.name_es.clone(),
        product_name_en: product.name_en.clone(),
        round: row.round,
        offered_lots: row.offered_lots,
        lots: row.lots,
        lot_size,
        units: row.units,
        lot_value: row.lot_value.of(work.currency()),
        value: laws::value_of(row.units, lot_size, row.lot_value).of(work.currency()),
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
pub async fn one(work: &Work, row: quota::Model) -> Answer<Quota> {
    quotas(work, vec![row]).await?.pop().ok_or_else(|| Problem::not_found("quota"))
}

/// The cycles in which these units were given quotas, newest first.
pub async fn own_cycles(work: &Work, units: &[UnitId], page: &Page) -> Answer<Vec<CycleQuotas>> {
    let ids = store::shown::cycles_of(work, units, page.key()?, page.fetch()).await?;
    let found = cycles::cycles(work, &ids).await?;
    let mut by_cycle = store::shown::quotas_of(work, units, &ids).await?;
    let mut shown = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(cycle) = found.get(&id) else { continue };
        shown.push(CycleQuotas {
            cycle_id: id,
            cycle_code: cycle.code.clone(),
            delivery_date: cycle.delivery_date,
            cycle_state: cycle.state,
            quotas: quotas(work, by_cycle.remove(&id).unwrap_or_default()).await?,
        });
    }
    Ok(shown)
}

/// Each of these once.
pub fn distinct<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    ids.collect::<BTreeSet<T>>().into_iter().collect()
}
