//! One date of a standing order: left out, or changed for that date only.

use chrono::NaiveDate;
use entities::{
    orders::{occurrence, standing_order},
    values::{OccurrenceReason, OccurrenceState, OverrideLine, Overrides, ZoneId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    orders::{
        OrderError,
        actions::{
            cover::cover_now,
            standing::{recurrence_of, refuse_ended},
        },
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// What one date is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateChange {
    /// Leave it out.
    pub skip: bool,
    /// Quantities that differ from the standing order's.
    pub overrides: Vec<OverrideLine>,
}

/// Changes one date to come of a standing order that was locked; what is not named stays as the standing order says.
/// Taken back by an empty change.
///
/// # Errors
/// 404 for a date that the rule has not; 409 `standing_order_ended`, `occurrence_decided` where it is ordered already.
pub async fn change_date(
    tx: &mut UnitOfWork,
    row: &standing_order::Model,
    zone: ZoneId,
    date: NaiveDate,
    change: DateChange,
) -> Result<occurrence::Model> {
    refuse_ended(row)?;
    let tomorrow = date.succ_opt().unwrap_or(date);
    let on_rule = !recurrence_of(&row.rule, row.starts_on, row.ends_on)?.dates(date, tomorrow, 1).is_empty();
    if !on_rule || date < tx.today() {
        return Err(Problem::not_found("date of this standing order"));
    }
    let (state, reason) = match change.skip {
        true => (OccurrenceState::Skipped, Some(OccurrenceReason::LeftOut)),
        false => (OccurrenceState::Due, None),
    };
    let stored = match store::occurrences::on(tx, row.id, date).await? {
        Some(stored) => put(tx, stored, state, reason, change.overrides).await?,
        None => {
            let made = occurrence::ActiveModel {
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
            store::occurrences::insert(tx, made).await?
        }
    };
    tx.audit("standing_order", row.id.0, "date_changed", json!({ "date": date, "skip": change.skip }));
    cover_now(tx, row, zone).await?;
    Ok(stored)
}

async fn put(
    tx: &UnitOfWork,
    stored: occurrence::Model,
    state: OccurrenceState,
    reason: Option<OccurrenceReason>,
    overrides: Vec<OverrideLine>,
) -> Result<occurrence::Model> {
    let open = stored.state == OccurrenceState::Due || stored.reason == Some(OccurrenceReason::LeftOut);
    if !open {
        return Err(OrderError::OccurrenceDecided { date: stored.date, state: stored.state }.into());
    }
    let decided_at = (state != OccurrenceState::Due).then_some(tx.now());
    let changed = occurrence::ActiveModel {
        // Taken up again by the cycle it belongs to, with a job of its own.
        cycle_id: Set(None),
        state: Set(state),
        reason: Set(reason),
        overrides: Set(Overrides(overrides)),
        decided_at: Set(decided_at),
        ..stored.into_active_model()
    };
    store::occurrences::update(tx, changed).await
}
