//! A certificate was suspended, an authorisation ended or a pause began: the quotas that the workshop may no longer supply
//! are withdrawn and offered to the others. A frozen quota is kept once goods of it were received; the goods receipt
//! decides about the rest.

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{ProductId, QuotaChangeCause, QuotaId, QuotaState, ShortageCause, WorkshopId},
};
use serde_json::json;

use super::{
    carried_value_ledger::{CarriedValueLedger, FreedUnits, LostValue},
    reduce_quota::{Reduction, quota_change},
    reoffer, rerun,
};
use crate::{
    allocation::{
        Event, rules,
        store::{quota_changes, quotas},
    },
    catalogue, cycles,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A quota that its workshop may not supply, with the reason.
struct IneligibleQuota {
    quota: quota::Model,
    cause: QuotaChangeCause,
}

/// Withdraws the quotas of a workshop, of one product or of all, that it may not supply on their day of delivery. Runs
/// that are not published and propose such a quota are scheduled again.
pub async fn withdraw_ineligible_quotas(
    tx: &mut UnitOfWork,
    workshop: WorkshopId,
    product: Option<ProductId>,
) -> Result<()> {
    // All live cycles are locked, because another transaction may be about to give the workshop a quota.
    let cycles = cycles::lock_cycles_in_progress(tx).await?;
    let revocable = quotas::list_revocable_quotas(tx, workshop, product).await?;
    for cycle in cycles {
        let of_cycle: Vec<quota::Model> =
            revocable.iter().filter(|quota| quota.cycle_id == cycle.id).cloned().collect();
        let ineligible = list_ineligible(tx, &cycle, of_cycle).await?;
        let (proposed, published): (Vec<_>, Vec<_>) =
            ineligible.into_iter().partition(|row| row.quota.state == QuotaState::Proposed);
        if !proposed.is_empty() {
            rerun::schedule_rerun(tx, cycle.id).await?;
        }
        if !published.is_empty() {
            withdraw(tx, &cycle, &published).await?;
        }
    }
    Ok(())
}

/// Those of these quotas that their workshop may not supply.
async fn list_ineligible(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    quotas: Vec<quota::Model>,
) -> Result<Vec<IneligibleQuota>> {
    let pairs: Vec<(WorkshopId, ProductId)> =
        quotas.iter().map(|quota| (quota.workshop_id, quota.product_id)).collect();
    let reasons = catalogue::list_ineligible_reasons(tx, cycle.delivery_date, &pairs).await?;
    let ineligible = quotas.into_iter().filter_map(|quota| {
        let blocked_by = *reasons.get(&(quota.workshop_id, quota.product_id))?;
        Some(IneligibleQuota { cause: rules::change_cause(blocked_by)?, quota })
    });
    Ok(ineligible.collect())
}

async fn withdraw(tx: &mut UnitOfWork, cycle: &cycle::Model, ineligible: &[IneligibleQuota]) -> Result<()> {
    let ledger = CarriedValueLedger::load(tx, cycle.id).await?;
    let mut freed = FreedUnits::new();
    let (mut lost, mut changes) = (Vec::new(), Vec::new());
    for IneligibleQuota { quota, cause } in ineligible {
        *freed.entry(quota.product_id).or_default() += quota.units;
        quotas::update_ended(tx, &[quota.id], QuotaState::Withdrawn, Some(cause.word())).await?;
        let value = ledger.valued_units(quota).value();
        lost.push(LostValue { quota, value });
        changes.push(quota_change(tx, quota, Reduction { cause: *cause, lots: 0, units: 0, value }));
        tx.audit("quota", quota.id, "withdrawn", json!({ "lots": quota.lots, "because": cause }));
    }
    quota_changes::insert_quota_changes(tx, changes).await?;
    ledger.record_lost(tx, &lost, None, "withdrawn").await?;
    let quota_ids: Vec<QuotaId> = ineligible.iter().map(|row| row.quota.id).collect();
    tx.emit(Event::QuotasWithdrawn { cycle_id: cycle.id, quota_ids });
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Suspended).await
}
