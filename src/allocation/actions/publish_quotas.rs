//! Publishes the quotas of a run to their workshops with a deadline, and shares what no workshop can make among the
//! buyers as shortages.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entities::{
    allocation::{allocation_run, quota, run_product},
    cycles::cycle,
    values::{CycleId, CycleState, ProductId, QuotaState, ShortageCause, WorkshopId},
};
use serde_json::json;

use super::carried_value_ledger::CarriedValueLedger;
use crate::{
    allocation::{
        Event,
        errors::AllocationError,
        jobs::ExpireQuotas,
        rules::Deadline,
        store::{quotas, runs},
    },
    catalogue, cycles, members, orders,
    platform::{http::problem::Result, local_time, unit_of_work::UnitOfWork},
};

/// Publishes the quotas of the newest run of a cycle. Returns `false` where they are published already.
///
/// # Errors
/// 409 `NotAllocated` before a run; `AllocationOutdated` where the orders changed since the run, or a workshop may no
/// longer make its quota.
pub async fn publish_quotas(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    match cycle.state {
        CycleState::Allocated => {}
        CycleState::Published | CycleState::Delivering | CycleState::Delivered => return Ok(false),
        CycleState::Draft | CycleState::Open | CycleState::Closed => {
            return Err(AllocationError::NotAllocated.into());
        }
    }
    let run = runs::find_main_run(tx, cycle_id).await?.ok_or(AllocationError::NotAllocated)?;
    let proposed = quotas::list_run_quotas(tx, run.id).await?;
    check_current(tx, &cycle, &run, &proposed).await?;
    let respond_by = load_deadline(tx, &cycle).await?.first_round();
    publish_run(tx, &run, &proposed, respond_by).await?;
    cycles::advance(tx, cycle_id, CycleState::Published).await?;
    record_shortages(tx, &run, &proposed).await?;
    tx.audit("cycle", cycle_id, "quotas_published", json!({ "run_id": run.id, "quotas": proposed.len() }));
    Ok(true)
}

/// Shares the units that no workshop makes among the buyers.
#[tracing::instrument(name = "record_shortages", level = "debug", skip_all)]
async fn record_shortages(tx: &mut UnitOfWork, run: &allocation_run::Model, quotas: &[quota::Model]) -> Result<()> {
    let mut units: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas {
        *units.entry(quota.product_id).or_default() += quota.units;
    }
    for product in runs::list_run_products(tx, run.id).await? {
        let short = product.units - units.get(&product.product_id).copied().unwrap_or(0);
        if short > 0 {
            let (cause, key) = (ShortageCause::NotAllocated, format!("run:{}", run.id));
            orders::record_shortage(tx, run.cycle_id, product.product_id, short, cause, key).await?;
        }
    }
    Ok(())
}

/// Publishes the quotas of a run, to be answered until `respond_by`.
#[tracing::instrument(name = "publish_run", level = "debug", skip_all)]
pub async fn publish_run(
    tx: &mut UnitOfWork,
    run: &allocation_run::Model,
    proposed: &[quota::Model],
    respond_by: DateTime<Utc>,
) -> Result<()> {
    quotas::update_published(tx, run.id, respond_by).await?;
    runs::update_published(tx, run.id).await?;
    let ledger = CarriedValueLedger::load(tx, run.cycle_id).await?;
    ledger.record_published(tx, proposed).await?;
    if proposed.is_empty() {
        return Ok(());
    }
    for quota in proposed {
        tx.audit("quota", quota.id, "published", json!({ "lots": quota.lots, "respond_by": respond_by }));
    }
    tx.enqueue_at(&ExpireQuotas { cycle_id: run.cycle_id, respond_by }, respond_by)?;
    let quota_ids = proposed.iter().map(|quota| quota.id).collect();
    tx.emit(Event::QuotasPublished { cycle_id: run.cycle_id, quota_ids });
    Ok(())
}

/// What the deadline of the cycle's quotas depends on, as of now.
pub async fn load_deadline(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Deadline> {
    Ok(Deadline {
        now: tx.now(),
        hours: members::get_settings(tx, tx.today()).await?.respond_hours,
        cycle: cycle.respond_by,
        delivery: local_time::start_of_day(tx.zone(), cycle.delivery_date),
    })
}

/// Checks that the orders and offers on which the run is based have not changed since.
#[tracing::instrument(name = "check_current", level = "debug", skip_all)]
async fn check_current(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    run: &allocation_run::Model,
    quotas: &[quota::Model],
) -> Result<()> {
    let products = runs::list_run_products(tx, run.id).await?;
    let ordered: HashMap<ProductId, i64> =
        orders::list_demand(tx, cycle.id).await?.into_iter().map(|demand| (demand.product_id, demand.units)).collect();
    let split: HashMap<ProductId, i64> = products.iter().map(|product| (product.product_id, product.units)).collect();
    let capacities = list_capacities(tx, cycle, &products).await?;
    let used = quotas::sum_used_lots(tx, cycle.production_week).await?;
    let fits = |quota: &quota::Model| {
        let pair = (quota.workshop_id, quota.product_id);
        capacities.get(&pair).is_some_and(|capacity| used.get(&pair).copied().unwrap_or(0) <= *capacity)
    };
    if ordered == split && quotas.iter().filter(|quota| quota.state == QuotaState::Proposed).all(fits) {
        return Ok(());
    }
    Err(AllocationError::AllocationOutdated.into())
}

/// Lots that each workshop may make of these products in the week of the cycle; absent where it may not supply them.
async fn list_capacities(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    products: &[run_product::Model],
) -> Result<HashMap<(WorkshopId, ProductId), i64>> {
    let lot_sizes: HashMap<ProductId, i64> =
        products.iter().map(|product| (product.product_id, product.lot_size)).collect();
    let ids: Vec<ProductId> = lot_sizes.keys().copied().collect();
    if ids.is_empty() {
        // The query would return the offers of all products.
        return Ok(HashMap::new());
    }
    let supply = catalogue::list_offer_eligibility(tx, cycle.delivery_date, &ids).await?;
    let eligible = supply.into_iter().filter(|supply| supply.blocked_by.is_none()).map(|supply| {
        let lot_size = lot_sizes.get(&supply.offer.product_id).copied().unwrap_or(1).max(1);
        ((supply.offer.workshop_id, supply.offer.product_id), supply.offer.capacity_per_week / lot_size)
    });
    Ok(eligible.collect())
}
