//! A certificate was suspended, or a unit was paused: what it can no longer supply is taken back at once and offered
//! to the others. A frozen quota is left alone once something of it came: reception judges the rest.

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{BoundBy, ProductId, QuotaChangeCause, QuotaId, QuotaState, ShortageCause, UnitId},
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
    catalogue, cycles,
    platform::{http::problem::Answer, work::Work},
};

/// What a unit may supply changed, of one product or of all: withdraws its quotas that it may not supply on their day
/// of delivery, and has runs that are not published made again.
pub async fn supply_changed(work: &mut Work, unit: UnitId, product: Option<ProductId>) -> Answer<()> {
    // All of them, not only those in which the unit has quotas: another work may be about to give it one.
    let cycles = cycles::lock_live(work).await?;
    let held = store::quotas::revocable_of(work, unit, product).await?;
    for cycle in cycles {
        let held: Vec<quota::Model> = held.iter().filter(|quota| quota.cycle_id == cycle.id).cloned().collect();
        let lost = lost(work, &cycle, held).await?;
        if lost.iter().any(|(quota, _)| quota.state == QuotaState::Proposed) {
            rerun::soon(work, cycle.id).await?;
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
    let pairs: Vec<(UnitId, ProductId)> = held.iter().map(|quota| (quota.unit_id, quota.product_id)).collect();
    let forbidden = catalogue::forbidden(work, cycle.delivery_date, &pairs).await?;
    let why = |quota: &quota::Model| obstacle(*forbidden.get(&(quota.unit_id, quota.product_id))?);
    Ok(held.into_iter().filter_map(|quota| why(&quota).map(|why| (quota, why))).collect())
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

fn obstacle(forbidden_by: BoundBy) -> Option<QuotaChangeCause> {
    match forbidden_by {
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
