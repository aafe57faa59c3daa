//! A workshop lowered its offer, or ended it: what it holds beyond that and what is not fixed yet is given up, as if it had
//! answered so itself, and offered to the others at once. Frozen quotas are being made and stay.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CarriedKind, CycleId, ProductId, QuotaChangeCause, QuotaState, ShortageCause, WorkshopId},
};

use super::{
    moves::{Book, Freed},
    reoffer, rerun, supply,
    take_back::{Loss, take_back},
};
use crate::{
    allocation::{Event, store},
    catalogue, cycles, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A quota, and the lots of it that stay.
type Kept = (quota::Model, i64);

/// What a workshop offers of a product became less: it makes less a week, in fewer months, or it makes it no more.
pub async fn offer_lowered(tx: &mut UnitOfWork, workshop: WorkshopId, product: ProductId) -> Result<()> {
    let live = cycles::lock_live(tx).await?;
    let locked: BTreeMap<CycleId, cycle::Model> = live.into_iter().map(|cycle| (cycle.id, cycle)).collect();
    // Months in which it is made no more: nothing of them may be sold.
    supply::supply_changed(tx, workshop, Some(product)).await?;
    let held = store::quotas::movable_of(tx, workshop, product).await?;
    let mut weeks: BTreeMap<NaiveDate, Vec<quota::Model>> = BTreeMap::new();
    for quota in held {
        if let Some(cycle) = locked.get(&quota.cycle_id) {
            weeks.entry(cycle.production_week).or_default().push(quota);
        }
    }
    for (week, quotas) in weeks {
        let lots = store::quotas::taken(tx, week).await?.get(&(workshop, product)).copied().unwrap_or(0);
        for (cycle, kept) in beyond(tx, &locked, quotas, lots).await? {
            give_up(tx, &cycle, &kept).await?;
        }
    }
    Ok(())
}

/// What of these quotas of one week goes beyond the offer, by cycle. `taken` are all lots of the week; splits that are
/// not published are made again.
async fn beyond(
    tx: &mut UnitOfWork,
    locked: &BTreeMap<CycleId, cycle::Model>,
    quotas: Vec<quota::Model>,
    taken: i64,
) -> Result<Vec<(cycle::Model, Vec<Kept>)>> {
    let Some(first) = quotas.first() else { return Ok(Vec::new()) };
    let lot_size = Book::open(tx, first.cycle_id).await?.valued(first).lot_size.max(1);
    let beyond = taken - capacity(tx, first, locked).await? / lot_size;
    if beyond <= 0 {
        return Ok(Vec::new());
    }
    let (proposed, mut open): (Vec<_>, Vec<_>) = quotas.into_iter().partition(|q| q.state == QuotaState::Proposed);
    let overtaken: BTreeSet<CycleId> = proposed.iter().map(|quota| quota.cycle_id).collect();
    for cycle in overtaken {
        rerun::soon(tx, cycle).await?;
    }
    // What was offered last goes first.
    open.sort_by_key(|quota| std::cmp::Reverse((quota.round, quota.id)));
    let mut rest = beyond - proposed.iter().map(|quota| quota.lots).sum::<i64>();
    let mut kept: BTreeMap<CycleId, Vec<Kept>> = BTreeMap::new();
    for quota in open {
        let gone = quota.lots.min(rest);
        if gone > 0 {
            rest -= gone;
            let lots = quota.lots - gone;
            kept.entry(quota.cycle_id).or_default().push((quota, lots));
        }
    }
    Ok(kept.into_iter().filter_map(|(id, kept)| Some((locked.get(&id)?.clone(), kept))).collect())
}

/// Workshops that the workshop still offers a week; none where its offer ended.
async fn capacity(tx: &UnitOfWork, of: &quota::Model, locked: &BTreeMap<CycleId, cycle::Model>) -> Result<i64> {
    let Some(cycle) = locked.get(&of.cycle_id) else { return Ok(0) };
    let offers = catalogue::may_supply(tx, cycle.delivery_date, &[of.product_id]).await?;
    let own = offers.into_iter().find(|supply| supply.offer.workshop_id == of.workshop_id);
    Ok(own.map_or(0, |supply| supply.offer.capacity_per_week))
}

/// The workshop keeps so many lots of each of these quotas; the rest counts as declined by it, and the others are asked.
async fn give_up(tx: &mut UnitOfWork, cycle: &cycle::Model, kept: &[Kept]) -> Result<()> {
    let book = Book::open(tx, cycle.id).await?;
    let counts = members::settings_on(tx, tx.today()).await?.declined_counts;
    let loss = Loss { cause: QuotaChangeCause::Capacity, counts_as: counts.then_some(CarriedKind::Declined) };
    let mut freed = Freed::new();
    let mut quota_ids = Vec::with_capacity(kept.len());
    for (quota, lots) in kept {
        let units = lots.saturating_mul(book.valued(quota).lot_size).min(quota.units);
        *freed.entry(quota.product_id).or_default() += quota.units - units;
        quota_ids.push(take_back(tx, &book, quota, (*lots, units), loss).await?);
    }
    tx.emit(Event::QuotasReduced { cycle_id: cycle.id, quota_ids, cause: loss.cause });
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Declined).await
}
