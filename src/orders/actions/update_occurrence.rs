//! Changes one date of a standing order: skips it, or changes its quantities.

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    orders::occurrence,
    values::{OccurrenceReason, OccurrenceState, OverrideLine, Overrides, StandingOrderId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{
    schedule_occurrences::reschedule_occurrences,
    standing_orders::{check_not_ended, parse_recurrence},
};
use crate::{
    orders::{OrderError, rules::is_retried, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A change of one date of a standing order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OccurrenceChange {
    /// Skips the date.
    pub skip: bool,
    /// Quantities that differ from the standing order's.
    pub overrides: Vec<OverrideLine>,
}

/// Changes one future date of a standing order of this buyer; products that the change does not name stay as in the
/// standing order. An empty change undoes an earlier one.
///
/// # Errors
/// 404 for a standing order of another buyer and for a past date or one that the rule does not have;
/// `StandingOrderEnded`, and `OccurrenceDecided` where the date is ordered already.
pub async fn update_occurrence(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    id: StandingOrderId,
    date: NaiveDate,
    change: OccurrenceChange,
) -> Result<occurrence::Model> {
    let row = store::standing_orders::lock(tx, buyer.id, id).await?;
    check_not_ended(&row)?;
    let on_rule = parse_recurrence(&row.rule, row.starts_on, row.ends_on)?.has(date);
    if !on_rule || date < tx.today() {
        return Err(Problem::not_found("date of this standing order"));
    }
    let (state, reason) = match change.skip {
        true => (OccurrenceState::Skipped, Some(OccurrenceReason::LeftOut)),
        false => (OccurrenceState::Due, None),
    };
    let stored = match store::occurrences::find(tx, row.id, date).await? {
        Some(stored) => update_undecided(tx, stored, state, reason, change.overrides).await?,
        None => {
            let row = occurrence::ActiveModel {
                id: Set(tx.new_id()),
                standing_order_id: Set(row.id),
                date: Set(date),
                cycle_id: Set(None),
                state: Set(state),
                reason: Set(reason),
                overrides: Set(Overrides(change.overrides)),
                order_id: Set(None),
                created_at: Set(tx.now()),
                decided_at: Set(change.skip.then_some(tx.now())),
            };
            store::occurrences::insert(tx, row).await?
        }
    };
    tx.audit("standing_order", row.id.0, "date_changed", json!({ "date": date, "skip": change.skip }));
    reschedule_occurrences(tx, &row, buyer.zone_id).await?;
    Ok(stored)
}

async fn update_undecided(
    tx: &UnitOfWork,
    stored: occurrence::Model,
    state: OccurrenceState,
    reason: Option<OccurrenceReason>,
    overrides: Vec<OverrideLine>,
) -> Result<occurrence::Model> {
    let open = stored.state == OccurrenceState::Due
        || stored.reason == Some(OccurrenceReason::LeftOut)
        || is_retried(stored.state, stored.reason);
    if !open {
        return Err(OrderError::OccurrenceDecided { date: stored.date, state: stored.state }.into());
    }
    let decided_at = (state != OccurrenceState::Due).then_some(tx.now());
    let changed = occurrence::ActiveModel {
        // Rescheduling assigns the cycle again and enqueues a new job.
        cycle_id: Set(None),
        state: Set(state),
        reason: Set(reason),
        overrides: Set(Overrides(overrides)),
        decided_at: Set(decided_at),
        ..stored.into_active_model()
    };
    store::occurrences::update(tx, changed).await
}
