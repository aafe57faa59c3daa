//! The deadline passes: what nobody answered is offered to the others, and once nothing waits for an answer, what the
//! workshops make is fixed.

use chrono::{DateTime, Utc};
use entities::values::{CarriedKind, CycleId, QuotaChangeCause, QuotaId, QuotaState, ShortageCause};
use serde_json::json;

use super::{
    freeze,
    moves::{Book, Freed},
    reoffer,
};
use crate::{
    allocation::{
        Event,
        store::{self, changes},
    },
    cycles, members,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Ends the quotas of a cycle that were to be answered by `respond_by`, or before.
pub async fn expire(tx: &mut UnitOfWork, cycle_id: CycleId, respond_by: DateTime<Utc>) -> Result<()> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    let waiting = store::quotas::in_states(tx, cycle_id, &[QuotaState::Published]).await?;
    let late: Vec<_> = waiting.into_iter().filter(|quota| quota.respond_by <= respond_by).collect();
    if !late.is_empty() {
        let ids: Vec<QuotaId> = late.iter().map(|quota| quota.id).collect();
        store::quotas::end(tx, &ids, QuotaState::Expired, None).await?;
        let book = Book::open(tx, cycle_id).await?;
        let lost: Vec<_> = late.iter().map(|quota| (quota, book.valued(quota).value())).collect();
        let counts = members::settings_on(tx, tx.today()).await?.declined_counts;
        book.given_up(tx, &lost, counts.then_some(CarriedKind::Expired), "expired").await?;
        let gone = late.iter().zip(&lost).map(|(quota, (_, value))| {
            changes::of(tx, quota, quota.version + 1, QuotaChangeCause::Expired, (0, 0), *value)
        });
        changes::insert(tx, gone.collect()).await?;
        let mut freed = Freed::new();
        for quota in &late {
            *freed.entry(quota.product_id).or_default() += quota.units;
            tx.audit("quota", quota.id, "expired", json!({ "lots": quota.lots, "respond_by": quota.respond_by }));
        }
        tx.emit(Event::QuotasExpired { cycle_id, quota_ids: ids });
        reoffer::reoffer(tx, &cycle, freed, ShortageCause::Declined).await?;
    }
    if store::quotas::in_states(tx, cycle_id, &[QuotaState::Published]).await?.is_empty() {
        freeze::fix(tx, cycle_id).await?;
    }
    Ok(())
}
