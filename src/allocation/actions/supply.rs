//! A certificate was suspended, or a unit was paused: what it can no longer supply is taken back at once and offered
//! to the others. A frozen quota is left alone once something of it came: reception judges the rest.

use std::collections::{BTreeSet, HashSet};

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{BoundBy, CycleId, ProductId, QuotaChangeCause, QuotaId, QuotaState, ShortageCause, UnitId},
};
use serde_json::json;

use super::{
    moves::{Book, Freed},
    reoffer, rerun,
};
use crate::{
    allocation::{
        Event,
        store::{self, changes},
    },
    catalogue::{self, OfferSupply},
    cycles,
    platform::{http::problem::Answer, work::Work},
};

/// What a unit may supply changed, of one product or of all: withdraws its quotas that it may not supply on their day
/// of delivery, and has runs that are not published made again.
pub async fn supply_changed(work: &mut Work, unit: UnitId, product: Option<ProductId>) -> Answer<()> {
    let held = store::quotas::revocable_of(work, unit, product).await?;
    // In the order of their ids, so that two of these never wait for each other.
    let cycles: BTreeSet<CycleId> = held.iter().map(|quota| quota.cycle_id).collect();
    for cycle_id in cycles {
        let cycle = cycles::lock(work, cycle_id).await?;
        // Read again under the lock.
        let held = store::quotas::revocable_of(work, unit, product).await?;
        let held: Vec<quota::Model> = held.into_iter().filter(|quota| quota.cycle_id == cycle_id).collect();
        let lost = lost(work, &cycle, held).await?;
        if lost.iter().any(|(quota, _)| quota.state == QuotaState::Proposed) {
            rerun::soon(work, cycle_id).await?;
        }
        let lost: Vec<_> = lost.into_iter().filter(|(quota, _)| quota.state != QuotaState::Proposed).collect();
        if !lost.is_empty() {
            withdraw(work, &cycle, &lost).await?;
        }
    }
    Ok(())
}

/// Those of a unit's quotas that it may not supply, with what forbids it.
async fn lost(
    work: &Work,
    cycle: &cycle::Model,
    held: Vec<quota::Model>,
) -> Answer<Vec<(quota::Model, QuotaChangeCause)>> {
    let products: HashSet<ProductId> = held.iter().map(|quota| quota.product_id).collect();
    let products: Vec<ProductId> = products.into_iter().collect();
    if products.is_empty() {
        return Ok(Vec::new());
    }
    let supply = catalogue::may_supply(work, cycle.delivery_date, &products).await?;
    Ok(held.into_iter().filter_map(|quota| obstacle(&quota, &supply).map(|why| (quota, why))).collect())
}

async fn withdraw(work: &mut Work, cycle: &cycle::Model, lost: &[(quota::Model, QuotaChangeCause)]) -> Answer<()> {
    let book = Book::open(work, cycle.id).await?;
    let mut freed = Freed::new();
    let (mut values, mut rows) = (Vec::new(), Vec::new());
    for (quota, why) in lost {
        *freed.entry(quota.product_id).or_default() += quota.units;
        store::quotas::end(work, &[quota.id], QuotaState::Withdrawn, Some(why.word())).await?;
        let value = book.valued(quota).value();
        values.push((quota, value));
        rows.push(changes::of(work, quota, quota.version + 1, *why, (0, 0), value));
        work.audit("quota", quota.id, "withdrawn", json!({ "lots": quota.lots, "because": why }));
    }
    changes::insert(work, rows).await?;
    book.given_up(work, &values, None, "withdrawn").await?;
    let quota_ids: Vec<QuotaId> = lost.iter().map(|(quota, _)| quota.id).collect();
    work.emit(Event::QuotasWithdrawn { cycle_id: cycle.id, quota_ids });
    reoffer::reoffer(work, cycle, freed, ShortageCause::Suspended).await
}

/// What keeps the quota's unit from supplying it; an offer that ended does not.
fn obstacle(quota: &quota::Model, supply: &[OfferSupply]) -> Option<QuotaChangeCause> {
    let offer = supply.iter().find(|s| s.offer.unit_id == quota.unit_id && s.offer.product_id == quota.product_id);
    match offer.and_then(|s| s.blocked_by)? {
        BoundBy::Certificate => Some(QuotaChangeCause::Certificate),
        BoundBy::Authorisation => Some(QuotaChangeCause::Authorisation),
        BoundBy::Harvest => Some(QuotaChangeCause::Harvest),
        BoundBy::Pause => Some(QuotaChangeCause::Pause),
        // The split's own reasons forbid nobody to supply.
        BoundBy::Level
        | BoundBy::ProductCapacity
        | BoundBy::UnitLimit
        | BoundBy::MinimumBatch
        | BoundBy::Pin
        | BoundBy::NoDemand => None,
    }
}
