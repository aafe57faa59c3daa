//! The weekly rhythm of a zone.

use chrono::NaiveTime;
use entities::{
    cycles::calendar,
    values::{CalendarId, ZoneId},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::{
    buyers,
    cycles::{errors::CycleError, jobs, store},
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// The terms of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarTerms {
    /// Days before the delivery on which it opens, as the day begins; more than `cut_off_days_before`.
    pub opens_days_before: i32,
    /// Days before the delivery on which it closes; at least one.
    pub cut_off_days_before: i32,
    /// At this time, in the cooperative's zone.
    pub cut_off_time: NaiveTime,
    /// How many cycles are kept prepared.
    pub weeks_ahead: i32,
}

/// Gives a zone a delivery every week on `weekday` (1 = Monday … 7 = Sunday), from now on. A calendar that had ended
/// begins again with these terms. Refuses with 404 (zone), `CalendarExists` and `CalendarDays`.
pub async fn add_calendar(
    tx: &mut UnitOfWork,
    zone_id: ZoneId,
    weekday: i32,
    terms: CalendarTerms,
) -> Result<calendar::Model> {
    buyers::zone(tx, zone_id).await?;
    check(&terms)?;
    let made = calendar::Model {
        id: tx.new_id(),
        zone_id,
        delivery_weekday: weekday,
        opens_days_before: terms.opens_days_before,
        cut_off_days_before: terms.cut_off_days_before,
        cut_off_time: terms.cut_off_time,
        weeks_ahead: terms.weeks_ahead,
        ended_at: None,
        created_at: tx.now(),
        version: 1,
    };
    if insert_if_new(tx, made.clone()).await? {
        tx.audit("calendar", made.id, "made", json!({ "zone": zone_id, "weekday": weekday }));
        jobs::follow(tx, &made)?;
        return Ok(made);
    }
    let taken = || CycleError::CalendarExists { delivery_weekday: weekday }.at("/delivery_weekday");
    let stored = store::calendar_of(tx, zone_id, weekday).await?.ok_or_else(taken)?;
    let stored = store::lock_calendar(tx, stored.id).await?;
    if stored.ended_at.is_none() {
        return Err(taken());
    }
    store_terms(tx, &stored, terms, "begun_again").await
}

/// Updates a calendar that was read at the version that `if_match` names. Cycles that were created already stay as they
/// are. Refuses with `CalendarEnded` and `CalendarDays`.
pub async fn change_calendar(
    tx: &mut UnitOfWork,
    id: CalendarId,
    if_match: &IfMatch,
    terms: CalendarTerms,
) -> Result<calendar::Model> {
    let before = store::lock_calendar(tx, id).await?;
    if_match.check(before.version)?;
    if let Some(ended_at) = before.ended_at {
        return Err(CycleError::CalendarEnded { ended_at }.into());
    }
    check(&terms)?;
    store_terms(tx, &before, terms, "changed").await
}

/// Ends a calendar: it makes no more cycles; those that are made stay. Repeated, it changes nothing.
pub async fn end_calendar(tx: &mut UnitOfWork, id: CalendarId) -> Result<calendar::Model> {
    let before = store::lock_calendar(tx, id).await?;
    if before.ended_at.is_some() {
        return Ok(before);
    }
    let ended = calendar::ActiveModel {
        id: Set(id),
        ended_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let ended = calendar::Entity::update(ended).exec(tx.db()).await?;
    tx.audit("calendar", id, "ended", json!({}));
    Ok(ended)
}

async fn store_terms(
    tx: &mut UnitOfWork,
    before: &calendar::Model,
    terms: CalendarTerms,
    action: &str,
) -> Result<calendar::Model> {
    let changed = calendar::ActiveModel {
        id: Set(before.id),
        opens_days_before: Set(terms.opens_days_before),
        cut_off_days_before: Set(terms.cut_off_days_before),
        cut_off_time: Set(terms.cut_off_time),
        weeks_ahead: Set(terms.weeks_ahead),
        ended_at: Set(None),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let changed = calendar::Entity::update(changed).exec(tx.db()).await?;
    let detail = json!({
        "opens_days_before": changed.opens_days_before,
        "cut_off_days_before": changed.cut_off_days_before,
        "cut_off_time": changed.cut_off_time,
        "weeks_ahead": changed.weeks_ahead,
    });
    tx.audit("calendar", before.id, action, detail);
    jobs::follow(tx, &changed)?;
    Ok(changed)
}

fn check(terms: &CalendarTerms) -> Result<()> {
    let CalendarTerms { opens_days_before, cut_off_days_before, .. } = *terms;
    if cut_off_days_before < 1 || opens_days_before <= cut_off_days_before {
        return Err(CycleError::CalendarDays { opens_days_before, cut_off_days_before }.at("/opens_days_before"));
    }
    Ok(())
}
