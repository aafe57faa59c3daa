//! A certificate was suspended, or a workshop was paused: what it can no longer supply is taken back at once and offered
//! to the others. A frozen quota is left alone once something of it came: reception judges the rest.

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{BoundBy, ProductId, QuotaChangeCause, QuotaId, QuotaState, ShortageCause, WorkshopId},
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
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What a workshop may supply changed, of one product or of all: withdraws its quotas that it may not supply on their day
/// of delivery, and has runs that are not published made again.
pub async fn supply_changed(tx: &mut UnitOfWork, workshop: WorkshopId, product: Option<ProductId>) -> Result<()> {
    // All of them, not only those in which the workshop has quotas: another work may be about to give it one.
    let cycles = cycles::lock_live(tx).await?;
    let held = store::quotas::revocable_of(tx, workshop, product).await?;
    for cycle in cycles {
        let held: Vec<quota::Model> = held.iter().filter(|quota| quota.cycle_id == cycle.id).cloned().collect();
        let lost = lost(tx, &cycle, held).await?;
        if lost.iter().any(|(quota, _)| quota.state == QuotaState::Proposed) {
            rerun::soon(tx, cycle.id).await?;
        }
        let lost: Vec<_> = lost.into_iter().filter(|(quota, _)| quota.state != QuotaState::Proposed).collect();
        if !lost.is_empty() {
            withdraw(tx, &cycle, &lost).await?;
        }
    }
    Ok(())
}

/// Those of a workshop's quotas that it may not supply, with what forbids it.
async fn lost(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    held: Vec<quota::Model>,
) -> Result<Vec<(quota::Model, QuotaChangeCause)>> {
    let pairs: Vec<(WorkshopId, ProductId)> = held.iter().map(|quota| (quota.workshop_id, quota.product_id)).collect();
    let forbidden = catalogue::forbidden(tx, cycle.delivery_date, &pairs).await?;
    let why = |quota: &quota::Model| obstacle(*forbidden.get(&(quota.workshop_id, quota.product_id))?);
    Ok(held.into_iter().filter_map(|quota| why(&quota).map(|why| (quota, why))).collect())
}

async fn withdraw(tx: &mut UnitOfWork, cycle: &cycle::Model, lost: &[(quota::Model, QuotaChangeCause)]) -> Result<()> {
    let book = Book::open(tx, cycle.id).await?;
    let mut freed = Freed::new();
    let (mut values, mut rows) = (Vec::new(), Vec::new());
    for (quota, why) in lost {
        *freed.entry(quota.product_id).or_default() += quota.units;
        store::quotas::end(tx, &[quota.id], QuotaState::Withdrawn, Some(why.word())).await?;
        let value = book.valued(quota).value();
        values.push((quota, value));
        rows.push(changes::of(tx, quota, quota.version + 1, *why, (0, 0), value));
        tx.audit("quota", quota.id, "withdrawn", json!({ "lots": quota.lots, "because": why }));
    }
    changes::insert(tx, rows).await?;
    book.given_up(tx, &values, None, "withdrawn").await?;
    let quota_ids: Vec<QuotaId> = lost.iter().map(|(quota, _)| quota.id).collect();
    tx.emit(Event::QuotasWithdrawn { cycle_id: cycle.id, quota_ids });
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Suspended).await
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
        | BoundBy::WorkshopLimit
        | BoundBy::MinimumBatch
        | BoundBy::Pin
        | BoundBy::NoDemand => None,
    }
}
