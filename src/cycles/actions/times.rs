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
        errors::CycleError,
        jobs,
        rules::{self, Disorder, Times},
        store,
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
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
/// its cut-off. Refuses with `TimesFixed`, `TimesOutOfOrder` and `CutOffInPast`.
pub async fn change_times(
    tx: &mut UnitOfWork,
    id: CycleId,
    if_match: &IfMatch,
    change: CycleTimes,
) -> Result<cycle::Model> {
    let before = store::lock(tx, id).await?;
    if_match.check(before.version)?;
    let changeable = before.state == CycleState::Draft || store::takes_orders(&before, tx.now());
    if !changeable {
        return Err(CycleError::TimesFixed { state: before.state }.into());
    }
    let opens_at = if before.state == CycleState::Draft { change.opens_at } else { before.opens_at };
    let times = Times { opens_at, cut_off_at: change.cut_off_at, respond_by: change.respond_by };
    order(tx, &times, before.delivery_date)?;
    if times.cut_off_at <= tx.now() {
        return Err(CycleError::CutOffInPast { cut_off_at: times.cut_off_at }.at("/cut_off_at"));
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
    let Err(rule) = rules::check_times(times, delivery, tx.zone()) else {
        return Ok(());
    };
    let field = match rule {
        Disorder::CutOffNotAfterOpening | Disorder::CutOffAfterDelivery => "/cut_off_at",
        Disorder::AnswerBeforeCutOff | Disorder::AnswerAfterDelivery => "/respond_by",
    };
    Err(CycleError::TimesOutOfOrder { rule }.at(field))
}
