//! A workshop accepts, amends or declines its quota before the deadline. What it gives up is offered to the others in
//! the same transaction.
//!
//! The same action serves the producer in the app, the quota link of a mail, and staff on behalf of a workshop.

use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CarriedKind, CycleState, QuotaChangeCause, QuotaId, QuotaState, ShortageCause, WorkshopId},
};
use serde_json::json;

use super::{
    carried_value_ledger::{CarriedValueLedger, FreedUnits, LostValue},
    reduce_quota::{Reduction, quota_change},
    reoffer,
};
use crate::{
    allocation::{
        Event,
        errors::AllocationError,
        store::{quota_changes, quotas},
    },
    cycles, members,
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// The answer of a workshop to its quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuotaAnswer {
    /// The workshop makes all of it.
    Accept,
    /// The workshop makes fewer lots.
    Amend {
        /// Lots that it makes, at least one.
        lots: i64,
        /// Why not all.
        reason: String,
    },
    /// The workshop makes none of it.
    Decline {
        /// Why not.
        reason: String,
    },
}

/// Records the answer to a quota of one of `workshops`, those for which the caller may answer; none = any.
///
/// Until the deadline an answered quota may still be amended downward or declined. Repeating an answer changes nothing.
///
/// # Errors
/// 404 for a quota of another workshop, 412 for another version, 409 `QuotaNotOpen`, `AnswerTooLate`, `AmendUpward`,
/// `RestReoffered`.
pub async fn answer_quota(
    tx: &mut UnitOfWork,
    workshops: Option<&[WorkshopId]>,
    id: QuotaId,
    answer: QuotaAnswer,
    if_match: &IfMatch,
) -> Result<quota::Model> {
    let cycle_id = quotas::get_published_quota(tx, workshops, id).await?.cycle_id;
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    // Read again, because the quota may have changed before the cycle was locked.
    let quota = quotas::get_published_quota(tx, workshops, id).await?;
    if is_repeated(&quota, &answer) {
        return Ok(quota);
    }
    if_match.check(quota.version)?;
    check_open(tx, &cycle, &quota)?;
    let answered = match answer {
        QuotaAnswer::Accept => accept(tx, &quota).await?,
        QuotaAnswer::Amend { lots, .. } if lots == quota.lots => accept(tx, &quota).await?,
        QuotaAnswer::Amend { lots, .. } if lots > quota.lots => {
            return Err(AllocationError::AmendUpward { lots: quota.lots }.at("/lots"));
        }
        QuotaAnswer::Amend { lots, reason } => give_up(tx, &cycle, &quota, lots, reason).await?,
        QuotaAnswer::Decline { reason } => give_up(tx, &cycle, &quota, 0, reason).await?,
    };
    tx.emit(Event::QuotaAnswered { cycle_id, quota_id: id });
    Ok(answered)
}

/// Whether the quota is already in the state to which the answer would bring it.
fn is_repeated(quota: &quota::Model, answer: &QuotaAnswer) -> bool {
    match (quota.state, answer) {
        (QuotaState::Accepted, QuotaAnswer::Accept) | (QuotaState::Declined, QuotaAnswer::Decline { .. }) => true,
        (QuotaState::Accepted | QuotaState::Amended, QuotaAnswer::Amend { lots, .. }) => *lots == quota.lots,
        _ => false,
    }
}

fn check_open(tx: &UnitOfWork, cycle: &cycle::Model, quota: &quota::Model) -> Result<()> {
    let unanswered = quota.state == QuotaState::Published;
    let answered =
        matches!(quota.state, QuotaState::Accepted | QuotaState::Amended) && cycle.state == CycleState::Published;
    if !(unanswered || answered) {
        return Err(AllocationError::QuotaNotOpen { state: quota.state }.into());
    }
    if tx.now() > quota.respond_by {
        return Err(AllocationError::AnswerTooLate { respond_by: quota.respond_by }.into());
    }
    Ok(())
}

async fn accept(tx: &mut UnitOfWork, quota: &quota::Model) -> Result<quota::Model> {
    if quota.state == QuotaState::Amended {
        return Err(AllocationError::RestReoffered { state: quota.state }.into());
    }
    let accepted = quota::Model {
        state: QuotaState::Accepted,
        answered_at: Some(tx.now()),
        answered_by: tx.actor().person(),
        version: quota.version + 1,
        ..quota.clone()
    };
    tx.audit("quota", quota.id, "accepted", json!({ "lots": quota.lots }));
    quotas::update_quota(tx, accepted).await
}

/// Amends the quota to `lots`, or declines it for 0 lots, and offers the rest to the other workshops.
async fn give_up(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    quota: &quota::Model,
    lots: i64,
    reason: String,
) -> Result<quota::Model> {
    let ledger = CarriedValueLedger::load(tx, cycle.id).await?;
    let valued = ledger.valued_units(quota);
    let units = lots.saturating_mul(valued.lot_size).min(quota.units);
    let declined = lots == 0;
    let (state, cause, action) = if declined {
        (QuotaState::Declined, QuotaChangeCause::Declined, "declined")
    } else {
        (QuotaState::Amended, QuotaChangeCause::Amended, "amended")
    };
    let answered = quota::Model {
        state,
        // A declined quota keeps the lots and units that were asked for.
        lots: if declined { quota.lots } else { lots },
        units: if declined { quota.units } else { units },
        answered_at: Some(tx.now()),
        answered_by: tx.actor().person(),
        reason: Some(reason.clone()),
        version: quota.version + 1,
        ..quota.clone()
    };
    let answered = quotas::update_quota(tx, answered).await?;
    let value = valued.value_lost(units);
    let change = quota_change(tx, quota, Reduction { cause, lots, units, value });
    quota_changes::insert_quota_changes(tx, vec![change]).await?;
    tx.audit("quota", quota.id, action, json!({ "lots": lots, "of": quota.lots, "reason": reason }));
    let counts = members::get_settings(tx, tx.today()).await?.declined_counts;
    let lost = [LostValue { quota: &answered, value }];
    ledger.record_lost(tx, &lost, counts.then_some(CarriedKind::Declined), "answered").await?;
    let freed = FreedUnits::from([(quota.product_id, quota.units - units)]);
    reoffer::reoffer(tx, cycle, freed, ShortageCause::Declined).await?;
    Ok(answered)
}
