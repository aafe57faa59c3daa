//! When a deadline passes, quotas without an answer expire and are offered to the other workshops. Once no quota of the
//! cycle waits for an answer, the quotas are frozen.

use chrono::{DateTime, Utc};
use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CarriedKind, CycleId, QuotaChangeCause, QuotaId, QuotaState, ShortageCause},
};
use serde_json::json;

use super::{
    carried_value_ledger::{CarriedValueLedger, FreedUnits, LostValue},
    freeze_quotas::freeze_answered,
    reduce_quota::{Reduction, quota_change},
    reoffer,
};
use crate::{
    allocation::{
        Event,
        jobs::ExpireQuotas,
        store::{quota_changes, quotas},
    },
    cycles, members,
    platform::{app::App, http::problem::Result, jobs::Claim, unit_of_work::UnitOfWork},
};

/// Runs [`ExpireQuotas`].
pub async fn expire_quotas_job(app: &App, claim: &Claim) -> Result<()> {
    let job: ExpireQuotas = claim.read()?;
    let mut tx = claim.begin(app).await?;
    expire_quotas(&mut tx, job.cycle_id, job.respond_by).await?;
    tx.commit().await
}

/// Ends the unanswered quotas of a cycle whose deadline is `respond_by` or earlier.
pub async fn expire_quotas(tx: &mut UnitOfWork, cycle_id: CycleId, respond_by: DateTime<Utc>) -> Result<()> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    let unanswered = quotas::list_quotas_in_states(tx, cycle_id, &[QuotaState::Published]).await?;
    let expired: Vec<quota::Model> = unanswered.into_iter().filter(|quota| quota.respond_by <= respond_by).collect();
    if !expired.is_empty() {
        expire(tx, &cycle, &expired).await?;
    }
    if quotas::count_unanswered_quotas(tx, cycle_id).await? == 0 {
        freeze_answered(tx, cycle_id).await?;
    }
    Ok(())
}

async fn expire(tx: &mut UnitOfWork, cycle: &cycle::Model, expired: &[quota::Model]) -> Result<()> {
    let quota_ids: Vec<QuotaId> = expired.iter().map(|quota| quota.id).collect();
    quotas::update_ended(tx, &quota_ids, QuotaState::Expired, None).await?;
    let ledger = CarriedValueLedger::load(tx, cycle.id).await?;
    let lost: Vec<LostValue<'_>> =
        expired.iter().map(|quota| LostValue { quota, value: ledger.valued_units(quota).value() }).collect();
    let counts = members::get_settings(tx, tx.today()).await?.declined_counts;
    ledger.record_lost(tx, &lost, counts.then_some(CarriedKind::Expired), "expired").await?;
    let changes = lost.iter().map(|lost| {
        let expiry = Reduction { cause: QuotaChangeCause::Expired, lots: 0, units: 0, value: lost.value };
        quota_change(tx, lost.quota, expiry)
    });
    quota_changes::insert_quota_changes(tx, changes.collect()).await?;
    let mut freed = FreedUnits::new();
    for quota in expired {
        *freed.entry(quota.product_id).or_default() += quota.units;
        tx.audit("quota", quota.id, "expired", json!({ "lots": quota.lots, "respond_by": quota.respond_by }));
    }
    tx.emit(Event::QuotasExpired { cycle_id: cycle.id, quota_ids });
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Declined).await
}
