//! Updates the instants of a cycle that has not closed.

use chrono::NaiveDate;
use entities::{
    cycles::cycle,
    values::{CycleId, CycleState},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::schedule_jobs::schedule_cycle;
use crate::{
    cycles::{
        errors::CycleError,
        rules::{self, Times, TimesFault},
        store,
    },
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Updates the instants of a cycle that is a draft, or open and before its cut-off. An open cycle keeps `opens_at`.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `TimesFixed`, `TimesOutOfOrder`, `CutOffInPast`.
pub async fn update_times(tx: &mut UnitOfWork, id: CycleId, if_match: &IfMatch, times: Times) -> Result<cycle::Model> {
    let before = store::lock_cycle(tx, id).await?;
    if_match.check(before.version)?;
    let is_draft = before.state == CycleState::Draft;
    if !is_draft && !rules::takes_orders(&before, tx.now()) {
        return Err(CycleError::TimesFixed { state: before.state }.into());
    }
    let times = Times { opens_at: if is_draft { times.opens_at } else { before.opens_at }, ..times };
    check_times(tx, &times, before.delivery_date)?;
    if times.cut_off_at <= tx.now() {
        return Err(CycleError::CutOffInPast { cut_off_at: times.cut_off_at }.at("/cut_off_at"));
    }
    let change = cycle::ActiveModel {
        id: Set(id),
        opens_at: Set(times.opens_at),
        cut_off_at: Set(times.cut_off_at),
        respond_by: Set(times.respond_by),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let cycle = store::update_cycle(tx, change).await?;
    let detail = json!({
        "opens_at": times.opens_at, "cut_off_at": times.cut_off_at, "respond_by": times.respond_by,
    });
    tx.audit("cycle", id, "times_changed", detail);
    // The jobs of the old instants find the new ones in the row and do nothing.
    schedule_cycle(tx, &cycle)?;
    Ok(cycle)
}

/// Checks that instants follow each other.
///
/// # Errors
/// `TimesOutOfOrder`, with the field at fault.
pub fn check_times(tx: &UnitOfWork, times: &Times, delivery: NaiveDate) -> Result<()> {
    let Err(rule) = rules::check_times(times, delivery, tx.zone()) else {
        return Ok(());
    };
    let field = match rule {
        TimesFault::CutOffNotAfterOpening | TimesFault::CutOffAfterDelivery => "/cut_off_at",
        TimesFault::AnswerBeforeCutOff | TimesFault::AnswerAfterDelivery => "/respond_by",
    };
    Err(CycleError::TimesOutOfOrder { rule }.at(field))
}
