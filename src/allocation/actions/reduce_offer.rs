//! A workshop reduced its offer, or ended it. What it holds beyond the offer, and what is not frozen, is given up as if
//! it had answered so, and is offered to the other workshops.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CarriedKind, CycleId, ProductId, QuotaChangeCause, QuotaState, ShortageCause, WorkshopId},
};

use super::{
    carried_value_ledger::{CarriedValueLedger, FreedUnits},
    reduce_quota::{ReductionCause, reduce_quota},
    reoffer, rerun,
    withdraw_quotas::withdraw_ineligible_quotas,
};
use crate::{
    allocation::{Event, rules::KeptLots, store::quotas},
    catalogue, cycles, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The cycles that the transaction has locked, by id.
type LockedCycles = BTreeMap<CycleId, cycle::Model>;

/// A quota and the lots that it keeps.
struct ReducedQuota {
    quota: quota::Model,
    lots: i64,
}

/// The quotas of one cycle that are reduced.
struct CycleReduction {
    cycle: cycle::Model,
    quotas: Vec<ReducedQuota>,
}

/// Reduces the quotas of a workshop after its offer of a product was reduced: less capacity, fewer months, or ended.
pub async fn reduce_offer(tx: &mut UnitOfWork, workshop: WorkshopId, product: ProductId) -> Result<()> {
    let live = cycles::lock_cycles_in_progress(tx).await?;
    let locked: LockedCycles = live.into_iter().map(|cycle| (cycle.id, cycle)).collect();
    // Quotas of months that are no longer harvest months are withdrawn as a whole.
    withdraw_ineligible_quotas(tx, workshop, Some(product)).await?;
    let unfrozen = quotas::list_unfrozen_quotas(tx, workshop, product).await?;
    let mut by_week: BTreeMap<NaiveDate, Vec<quota::Model>> = BTreeMap::new();
    for quota in unfrozen {
        if let Some(cycle) = locked.get(&quota.cycle_id) {
            by_week.entry(cycle.production_week).or_default().push(quota);
        }
    }
    for (week, unfrozen) in by_week {
        let used = quotas::sum_used_lots(tx, week).await?.get(&(workshop, product)).copied().unwrap_or(0);
        for reduction in reduce_to_capacity(tx, &locked, unfrozen, used).await? {
            give_up(tx, &reduction).await?;
        }
    }
    Ok(())
}

/// Chooses which of these quotas of one week are reduced, so that the `used` lots of the week fit the offer again.
///
/// Proposed quotas are not reduced: their cycles are split again.
async fn reduce_to_capacity(
    tx: &mut UnitOfWork,
    locked: &LockedCycles,
    unfrozen: Vec<quota::Model>,
    used: i64,
) -> Result<Vec<CycleReduction>> {
    let Some(first) = unfrozen.first() else { return Ok(Vec::new()) };
    let lot_size = CarriedValueLedger::load(tx, first.cycle_id).await?.valued_units(first).lot_size.max(1);
    let beyond = used - load_capacity(tx, first, locked).await? / lot_size;
    if beyond <= 0 {
        return Ok(Vec::new());
    }
    let (proposed, mut open): (Vec<_>, Vec<_>) =
        unfrozen.into_iter().partition(|quota| quota.state == QuotaState::Proposed);
    let outdated: BTreeSet<CycleId> = proposed.iter().map(|quota| quota.cycle_id).collect();
    for cycle in outdated {
        rerun::schedule_rerun(tx, cycle).await?;
    }
    // The latest re-offers are reduced first.
    open.sort_by_key(|quota| std::cmp::Reverse((quota.round, quota.id)));
    let mut rest = beyond - proposed.iter().map(|quota| quota.lots).sum::<i64>();
    let mut by_cycle: BTreeMap<CycleId, Vec<ReducedQuota>> = BTreeMap::new();
    for quota in open {
        let fewer = quota.lots.min(rest);
        if fewer > 0 {
            rest -= fewer;
            let lots = quota.lots - fewer;
            by_cycle.entry(quota.cycle_id).or_default().push(ReducedQuota { quota, lots });
        }
    }
    let reductions = by_cycle.into_iter().filter_map(|(id, quotas)| {
        // Only quotas of locked cycles were passed in.
        Some(CycleReduction { cycle: locked.get(&id)?.clone(), quotas })
    });
    Ok(reductions.collect())
}

/// Units that the workshop still offers in a production week; 0 where its offer ended.
async fn load_capacity(tx: &UnitOfWork, quota: &quota::Model, locked: &LockedCycles) -> Result<i64> {
    let Some(cycle) = locked.get(&quota.cycle_id) else { return Ok(0) };
    let offers = catalogue::list_offer_eligibility(tx, cycle.delivery_date, &[quota.product_id]).await?;
    let own = offers.into_iter().find(|supply| supply.offer.workshop_id == quota.workshop_id);
    Ok(own.map_or(0, |supply| supply.offer.capacity_per_week))
}

/// Reduces the quotas, as declined by their workshop, and offers the rest to the other workshops.
async fn give_up(tx: &mut UnitOfWork, reduction: &CycleReduction) -> Result<()> {
    let cycle = &reduction.cycle;
    let ledger = CarriedValueLedger::load(tx, cycle.id).await?;
    let counts = members::get_settings(tx, tx.today()).await?.declined_counts;
    let cause =
        ReductionCause { cause: QuotaChangeCause::Capacity, counts_as: counts.then_some(CarriedKind::Declined) };
    let mut freed = FreedUnits::new();
    let mut quota_ids = Vec::with_capacity(reduction.quotas.len());
    for ReducedQuota { quota, lots } in &reduction.quotas {
        let units = lots.saturating_mul(ledger.valued_units(quota).lot_size).min(quota.units);
        *freed.entry(quota.product_id).or_default() += quota.units - units;
        let kept = KeptLots { quota, lots: *lots, units };
        quota_ids.push(reduce_quota(tx, &ledger, &kept, cause).await?);
    }
    tx.emit(Event::QuotasReduced { cycle_id: cycle.id, quota_ids, cause: cause.cause });
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Declined).await
}
