//! The deadline passes: what nobody answered is offered to the others, and once nothing waits for an answer, what the
//! units make is fixed.

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
    platform::{http::problem::Answer, work::Work},
};

/// Ends the quotas of a cycle that were to be answered by `respond_by`, or before.
pub async fn expire(work: &mut Work, cycle_id: CycleId, respond_by: DateTime<Utc>) -> Answer<()> {
    let cycle = cycles::lock(work, cycle_id).await?;
    let waiting = store::quotas::in_states(work, cycle_id, &[QuotaState::Published]).await?;
    let late: Vec<_> = waiting.into_iter().filter(|quota| quota.respond_by <= respond_by).collect();
    if !late.is_empty() {
        let ids: Vec<QuotaId> = late.iter().map(|quota| quota.id).collect();
        store::quotas::end(work, &ids, QuotaState::Expired, None).await?;
        let book = Book::open(work, cycle_id).await?;
        let lost: Vec<_> = late.iter().map(|quota| (quota, book.valued(quota).value())).collect();
        let counts = members::settings_on(work, work.today()).await?.declined_counts;
        book.given_up(work, &lost, counts.then_some(CarriedKind::Expired), "expired").await?;
        let gone = late.iter().zip(&lost).map(|(quota, (_, value))| {
            changes::of(work, quota, quota.version + 1, QuotaChangeCause::Expired, (0, 0), *value)
        });
        changes::insert(work, gone.collect()).await?;
        let mut freed = Freed::new();
        for quota in &late {
            *freed.entry(quota.product_id).or_default() += quota.units;
            work.audit("quota", quota.id, "expired", json!({ "lots": quota.lots, "respond_by": quota.respond_by }));
        }
        work.emit(Event::QuotasExpired { cycle_id, quota_ids: ids });
        reoffer::reoffer(work, &cycle, freed, ShortageCause::Declined).await?;
    }
    if store::quotas::in_states(work, cycle_id, &[QuotaState::Published]).await?.is_empty() {
        freeze::fix(work, cycle_id).await?;
    }
    Ok(())
}
