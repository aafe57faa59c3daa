//! Changes a standing order from a date on: it ends on the day before, and another continues it.

use chrono::{Days, NaiveDate};
use entities::{
    buyers::buyer,
    orders::{occurrence, standing_order, standing_order_pause},
    values::{OccurrenceReason, OccurrenceState, StandingOrderId, StandingOrderState},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::{
    schedule_occurrences::reschedule_occurrences,
    standing_orders::{StandingOrderTerms, check_terms, insert_standing_order, lock_to_change, parse_recurrence},
};
use crate::{
    orders::{
        OrderError,
        rules::{Recurrence, short_code, split_rule},
        store,
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// How far ahead the first date of the change is looked for.
const LOOK_AHEAD: Days = Days::new(1_900);

/// Splits a standing order of this buyer: from `terms.starts_on` on another standing order with these terms continues it.
///
/// Where the rule stays the same, its dates stay the same: the new one begins on the first of them, and a limit of dates
/// counts those before it. The dates from there on move to the new one with their changes, their orders and the pauses.
/// A changed date that a new rule no longer has is shown as left out.
///
/// # Errors
/// As for an update of the standing order; `SplitInPast`, `SplitAtStart` and `SplitAfterEnd`.
pub async fn split_standing_order(
    tx: &mut UnitOfWork,
    buyer: &buyer::Model,
    id: StandingOrderId,
    if_match: &IfMatch,
    terms: StandingOrderTerms,
) -> Result<standing_order::Model> {
    let stored = lock_to_change(tx, buyer, id, if_match).await?;
    let terms = starting_terms(&stored.row, terms, tx.today())?;
    let starts_on = terms.starts_on;
    let recurrence = check_terms(tx, buyer, &terms, Some(&stored)).await?;
    let row = stored.row;
    let successor = insert_standing_order(tx, buyer, short_code(tx.app().ids.bytes()), terms).await?;
    let last_day = starts_on.pred_opt().unwrap_or(starts_on);
    move_occurrences(tx, &row, &successor, &recurrence).await?;
    move_pauses(tx, row.id, successor.id, last_day).await?;
    if let Some(next) = row.successor_id {
        let next = store::standing_orders::lock(tx, buyer.id, next).await?;
        let next = standing_order::ActiveModel { predecessor_id: Set(Some(successor.id)), ..next.into_active_model() };
        store::standing_orders::update(tx, next).await?;
    }
    let links = standing_order::ActiveModel {
        predecessor_id: Set(Some(row.id)),
        successor_id: Set(row.successor_id),
        ..successor.into_active_model()
    };
    let successor = store::standing_orders::update(tx, links).await?;
    let detail = json!({ "from_date": starts_on, "successor_id": successor.id });
    tx.audit("standing_order", row.id.0, "split", detail);
    end_before(tx, row, successor.id, last_day).await?;
    reschedule_occurrences(tx, &successor, buyer.zone_id).await?;
    Ok(successor)
}

/// The terms with the day on which the successor starts, so that an unchanged rule keeps its dates.
fn starting_terms(
    row: &standing_order::Model,
    terms: StandingOrderTerms,
    today: NaiveDate,
) -> Result<StandingOrderTerms> {
    let from_date = terms.starts_on;
    if from_date < today {
        return Err(OrderError::SplitInPast { today }.at("/from_date"));
    }
    let before = parse_recurrence(&row.rule, row.starts_on, row.ends_on)?;
    let horizon = from_date.checked_add_days(LOOK_AHEAD).unwrap_or(from_date);
    let Some(first) = before.dates(from_date, horizon, 1).first().copied() else {
        return Err(OrderError::SplitAfterEnd { from_date }.at("/from_date"));
    };
    let kept = before.dates(row.starts_on, first, u16::MAX).len();
    if kept == 0 {
        return Err(OrderError::SplitAtStart { from_date }.at("/from_date"));
    }
    if terms.rule != row.rule {
        return Ok(terms);
    }
    Ok(StandingOrderTerms { rule: split_rule(&terms.rule, kept), starts_on: first, ..terms })
}

/// Moves the dates from the successor's first day on. A date that is not decided is assigned to its cycle again.
async fn move_occurrences(
    tx: &UnitOfWork,
    row: &standing_order::Model,
    successor: &standing_order::Model,
    recurrence: &Recurrence,
) -> Result<()> {
    for stored in store::occurrences::list_from(tx, row.id, successor.starts_on).await? {
        let (due, changed) = (stored.state == OccurrenceState::Due, !stored.overrides.0.is_empty());
        let left_out = due && !recurrence.has(stored.date);
        if left_out && !changed {
            store::occurrences::delete(tx, stored.id).await?;
            continue;
        }
        let mut moved = occurrence::ActiveModel { standing_order_id: Set(successor.id), ..stored.into_active_model() };
        if due {
            moved.cycle_id = Set(None);
        }
        if left_out {
            moved.state = Set(OccurrenceState::Skipped);
            moved.reason = Set(Some(OccurrenceReason::LeftOut));
            moved.decided_at = Set(Some(tx.now()));
        }
        store::occurrences::update(tx, moved).await?;
    }
    Ok(())
}

/// Moves the pauses that end after `last_day`; one that begins before is divided.
async fn move_pauses(tx: &UnitOfWork, from: StandingOrderId, to: StandingOrderId, last_day: NaiveDate) -> Result<()> {
    for pause in store::standing_orders::list_pauses(tx, &[from]).await? {
        if pause.until_date <= last_day {
            continue;
        }
        if pause.from_date > last_day {
            store::standing_orders::move_pause(tx, pause, to).await?;
            continue;
        }
        let rest = standing_order_pause::ActiveModel {
            id: Set(tx.new_id::<Uuid>()),
            standing_order_id: Set(to),
            from_date: Set(last_day.succ_opt().unwrap_or(last_day)),
            until_date: Set(pause.until_date),
            created_at: Set(pause.created_at),
        };
        store::standing_orders::insert_pause(tx, rest).await?;
        let begun = standing_order_pause::ActiveModel { until_date: Set(last_day), ..pause.into_active_model() };
        store::standing_orders::update_pause(tx, begun).await?;
    }
    Ok(())
}

/// Lets a standing order end on its last day; it has ended where no date is left.
async fn end_before(
    tx: &UnitOfWork,
    row: standing_order::Model,
    successor: StandingOrderId,
    last_day: NaiveDate,
) -> Result<()> {
    let before = parse_recurrence(&row.rule, row.starts_on, Some(last_day))?;
    let next_day = last_day.succ_opt().unwrap_or(last_day);
    let over = before.dates(tx.today(), next_day, 1).is_empty() && !store::occurrences::has_due_of(tx, row.id).await?;
    let version = row.version + 1;
    let mut row = standing_order::ActiveModel {
        ends_on: Set(Some(last_day)),
        successor_id: Set(Some(successor)),
        version: Set(version),
        ..row.into_active_model()
    };
    if over {
        row.state = Set(StandingOrderState::Ended);
        row.ended_at = Set(Some(tx.now()));
    }
    store::standing_orders::update(tx, row).await?;
    Ok(())
}
