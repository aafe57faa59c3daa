//! Quotas go to their workshops, each with a day to answer by; what nobody can make is told to the buyers.

use std::collections::HashMap;

use chrono::{DateTime, NaiveTime, Utc};
use entities::{
    allocation::{allocation_run, quota},
    cycles::cycle,
    values::{CycleId, CycleState, ProductId, QuotaState, ShortageCause, WorkshopId},
};
use serde_json::json;

use super::moves::Book;
use crate::{
    allocation::{Event, errors::AllocationError, jobs::ExpireQuotas, rules::Deadline, store},
    catalogue, cycles, members, orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Publishes the quotas of the cycle's newest run; `false` where they are published already.
///
/// Refuses 409 `not_allocated` before a run, `allocation_outdated` where a workshop may no longer make what the run gives
/// it, or where an order was cancelled since.
pub async fn publish(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    match cycle.state {
        CycleState::Allocated => {}
        CycleState::Published | CycleState::Delivering | CycleState::Delivered => return Ok(false),
        CycleState::Draft | CycleState::Open | CycleState::Closed => {
            return Err(AllocationError::NotAllocated.into());
        }
    }
    let run = store::runs::main(tx, cycle_id).await?.ok_or(AllocationError::NotAllocated)?;
    let quotas = store::quotas::of_run(tx, run.id).await?;
    require_current(tx, &cycle, &run, &quotas).await?;
    let respond_by = deadline(tx, &cycle).await?.first();
    put_out(tx, &run, &quotas, respond_by).await?;
    cycles::advance(tx, cycle_id, CycleState::Published).await?;
    tell_shortages(tx, &run, &quotas).await?;
    tx.audit("cycle", cycle_id, "quotas_published", json!({ "run_id": run.id, "quotas": quotas.len() }));
    Ok(true)
}

/// Shares what nobody makes among the buyers.
#[tracing::instrument(name = "shortages", level = "debug", skip_all)]
async fn tell_shortages(tx: &mut UnitOfWork, run: &allocation_run::Model, quotas: &[quota::Model]) -> Result<()> {
    let mut made: HashMap<ProductId, i64> = HashMap::new();
    for quota in quotas {
        *made.entry(quota.product_id).or_default() += quota.units;
    }
    for product in store::runs::products(tx, run.id).await? {
        let short = product.units - made.get(&product.product_id).copied().unwrap_or(0);
        if short > 0 {
            let (cause, key) = (ShortageCause::NotAllocated, format!("run:{}", run.id));
            orders::record_shortage(tx, run.cycle_id, product.product_id, short, cause, key).await?;
        }
    }
    Ok(())
}

/// Hands the quotas of a run to their workshops, to be answered by `respond_by`.
#[tracing::instrument(name = "put_out", level = "debug", skip_all)]
pub async fn put_out(
    tx: &mut UnitOfWork,
    run: &allocation_run::Model,
    quotas: &[quota::Model],
    respond_by: DateTime<Utc>,
) -> Result<()> {
    store::quotas::publish(tx, run.id, respond_by).await?;
    store::runs::set_published(tx, run.id).await?;
    let book = Book::open(tx, run.cycle_id).await?;
    book.published(tx, quotas).await?;
    if quotas.is_empty() {
        return Ok(());
    }
    for quota in quotas {
        tx.audit("quota", quota.id, "published", json!({ "lots": quota.lots, "respond_by": respond_by }));
    }
    tx.enqueue_at(&ExpireQuotas { cycle_id: run.cycle_id, respond_by }, respond_by)?;
    let quota_ids = quotas.iter().map(|quota| quota.id).collect();
    tx.emit(Event::QuotasPublished { cycle_id: run.cycle_id, quota_ids });
    Ok(())
}

/// The instants that an answer to the cycle's quotas hangs on, as of now.
pub async fn deadline(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Deadline> {
    let midnight = cycle.delivery_date.and_time(NaiveTime::MIN).and_local_timezone(tx.zone());
    Ok(Deadline {
        now: tx.now(),
        hours: members::settings_on(tx, tx.today()).await?.respond_hours,
        cycle: cycle.respond_by,
        // Where clocks were put forward at midnight, the day begins an hour later.
        delivery: midnight.earliest().map_or(cycle.respond_by, |at| at.with_timezone(&Utc)),
    })
}

/// What the run gives may have gone meanwhile: a certificate was suspended, an offer was lowered.
#[tracing::instrument(name = "check_current", level = "debug", skip_all)]
async fn require_current(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    run: &allocation_run::Model,
    quotas: &[quota::Model],
) -> Result<()> {
    let products = store::runs::products(tx, run.id).await?;
    let sizes: HashMap<ProductId, i64> = products.iter().map(|p| (p.product_id, p.lot_size)).collect();
    let ids: Vec<ProductId> = sizes.keys().copied().collect();
    let supply = if ids.is_empty() { Vec::new() } else { catalogue::may_supply(tx, cycle.delivery_date, &ids).await? };
    let able: HashMap<(WorkshopId, ProductId), i64> = supply
        .iter()
        .filter(|s| s.blocked_by.is_none())
        .map(|s| ((s.offer.workshop_id, s.offer.product_id), s.offer.capacity_per_week))
        .collect();
    let ordered: HashMap<ProductId, i64> =
        orders::list_demand(tx, cycle.id).await?.into_iter().map(|d| (d.product_id, d.units)).collect();
    let split: HashMap<ProductId, i64> = products.iter().map(|p| (p.product_id, p.units)).collect();
    let taken = store::quotas::taken(tx, cycle.production_week).await?;
    let holds = |quota: &quota::Model| {
        let pair = (quota.workshop_id, quota.product_id);
        let size = sizes.get(&pair.1).copied().unwrap_or(1);
        able.get(&pair).is_some_and(|capacity| taken.get(&pair).copied().unwrap_or(0) <= capacity / size.max(1))
    };
    if ordered == split && quotas.iter().filter(|quota| quota.state == QuotaState::Proposed).all(holds) {
        return Ok(());
    }
    Err(AllocationError::AllocationOutdated.into())
}
