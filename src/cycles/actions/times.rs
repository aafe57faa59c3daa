//! The instants of a cycle change while it still takes orders.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    cycles::cycle,
    values::{CycleId, CycleState},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    cycles::{
        jobs,
        rules::{self, Disorder, Times},
        store,
    },
    platform::{
        http::{
            etag::check_version,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// New instants of a cycle.
#[derive(Clone, Copy, Debug)]
pub struct CycleTimes {
    /// Orders are taken from here on; an open cycle keeps the instant at which it opened.
    pub opens_at: DateTime<Utc>,
    /// And until before here.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas.
    pub respond_by: DateTime<Utc>,
}

/// Changes the instants of a cycle that was read at the version that `if_match` names, and is a draft or open and before
/// its cut-off. Refuses 409 `cycle_state`, `cycle_times`, `cut_off_in_past`.
pub async fn change_times(
    tx: &mut UnitOfWork,
    id: CycleId,
    if_match: Option<&str>,
    change: CycleTimes,
) -> Result<cycle::Model> {
    let before = store::lock(tx, id).await?;
    check_version(if_match, before.version)?;
    let changeable = before.state == CycleState::Draft || store::takes_orders(&before, tx.now());
    if !changeable {
        return Err(Problem::refused("cycle_state", "Once it is closed, the instants of a cycle stay as they are."));
    }
    let opens_at = if before.state == CycleState::Draft { change.opens_at } else { before.opens_at };
    let times = Times { opens_at, cut_off_at: change.cut_off_at, respond_by: change.respond_by };
    order(tx, &times, before.delivery_date)?;
    if times.cut_off_at <= tx.now() {
        let detail = "The cut-off must lie ahead; to end it now, close the cycle.";
        return Err(Problem::refused("cut_off_in_past", detail).at("/cut_off_at", "cut_off_in_past", detail));
    }
    let changed = cycle::ActiveModel {
        id: Set(id),
        opens_at: Set(times.opens_at),
        cut_off_at: Set(times.cut_off_at),
        respond_by: Set(times.respond_by),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let changed = cycle::Entity::update(changed).exec(tx.db()).await?;
    let detail = json!({
        "opens_at": times.opens_at, "cut_off_at": times.cut_off_at, "respond_by": times.respond_by,
    });
    tx.audit("cycle", id, "times_changed", detail);
    // The jobs of the old instants find new ones on the row and do nothing.
    jobs::schedule(tx, &changed)?;
    Ok(changed)
}

/// Refuses instants that do not follow each other.
pub(super) fn order(tx: &UnitOfWork, times: &Times, delivery: NaiveDate) -> Result<()> {
    let Err(disorder) = rules::check_times(times, delivery, tx.zone()) else {
        return Ok(());
    };
    let (pointer, detail) = match disorder {
        Disorder::CutOffNotAfterOpening => ("/cut_off_at", "The cut-off comes after the opening."),
        Disorder::CutOffAfterDelivery => ("/cut_off_at", "The cut-off comes before the end of the delivery day."),
        Disorder::AnswerBeforeCutOff => ("/respond_by", "Quotas are answered after the cut-off."),
        Disorder::AnswerAfterDelivery => ("/respond_by", "Quotas are answered before the end of the delivery day."),
    };
    Err(Problem::refused("cycle_times", detail).at(pointer, "cycle_times", detail))
}
