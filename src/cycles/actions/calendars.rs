//! Creates, updates and ends calendars, which create the cycles of a zone every week.

use chrono::NaiveTime;
use entities::{
    cycles::calendar,
    values::{CalendarId, ZoneId},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::schedule_jobs::schedule_calendar;
use crate::{
    buyers,
    cycles::{errors::CycleError, store},
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// The terms of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarTerms {
    /// Days before the delivery on which a cycle opens, as the day begins; more than `cut_off_days_before`.
    pub opens_days_before: i32,
    /// Days before the delivery on which it closes; at least one.
    pub cut_off_days_before: i32,
    /// Time at which it closes, in the cooperative's time zone.
    pub cut_off_time: NaiveTime,
    /// How many cycles are created in advance.
    pub weeks_ahead: i32,
}

/// Creates a calendar for the deliveries of a zone on `weekday` (1 = Monday … 7 = Sunday). A calendar that had ended
/// starts again with these terms.
///
/// # Errors
/// 404 for an unknown zone; `CalendarExists`, `CalendarDays`.
pub async fn create_calendar(
    tx: &mut UnitOfWork,
    zone_id: ZoneId,
    weekday: i32,
    terms: CalendarTerms,
) -> Result<calendar::Model> {
    buyers::get_zone(tx, zone_id).await?;
    check(&terms)?;
    let calendar = calendar::Model {
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
    if store::insert_calendar(tx, &calendar).await? {
        tx.audit("calendar", calendar.id, "made", json!({ "zone": zone_id, "weekday": weekday }));
        schedule_calendar(tx, &calendar)?;
        return Ok(calendar);
    }
    let exists = || CycleError::CalendarExists { delivery_weekday: weekday }.at("/delivery_weekday");
    let existing = store::find_calendar(tx, zone_id, weekday).await?.ok_or_else(exists)?;
    let existing = store::lock_calendar(tx, existing.id).await?;
    if existing.ended_at.is_none() {
        return Err(exists());
    }
    store_terms(tx, &existing, terms, "begun_again").await
}

/// Updates a calendar. Cycles that exist already stay as they are.
///
/// # Errors
/// 404; 412 where `if_match` names another version; `CalendarEnded`, `CalendarDays`.
pub async fn update_calendar(
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

/// Ends a calendar, which then creates no more cycles. Existing cycles stay. Repeated, it changes nothing.
///
/// # Errors
/// 404.
pub async fn end_calendar(tx: &mut UnitOfWork, id: CalendarId) -> Result<calendar::Model> {
    let before = store::lock_calendar(tx, id).await?;
    if before.ended_at.is_some() {
        return Ok(before);
    }
    let change = calendar::ActiveModel {
        id: Set(id),
        ended_at: Set(Some(tx.now())),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let calendar = store::update_calendar(tx, change).await?;
    tx.audit("calendar", id, "ended", json!({}));
    Ok(calendar)
}

async fn store_terms(
    tx: &mut UnitOfWork,
    before: &calendar::Model,
    terms: CalendarTerms,
    action: &str,
) -> Result<calendar::Model> {
    let change = calendar::ActiveModel {
        id: Set(before.id),
        opens_days_before: Set(terms.opens_days_before),
        cut_off_days_before: Set(terms.cut_off_days_before),
        cut_off_time: Set(terms.cut_off_time),
        weeks_ahead: Set(terms.weeks_ahead),
        ended_at: Set(None),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let calendar = store::update_calendar(tx, change).await?;
    let detail = json!({
        "opens_days_before": calendar.opens_days_before,
        "cut_off_days_before": calendar.cut_off_days_before,
        "cut_off_time": calendar.cut_off_time,
        "weeks_ahead": calendar.weeks_ahead,
    });
    tx.audit("calendar", before.id, action, detail);
    schedule_calendar(tx, &calendar)?;
    Ok(calendar)
}

fn check(terms: &CalendarTerms) -> Result<()> {
    let CalendarTerms { opens_days_before, cut_off_days_before, .. } = *terms;
    if cut_off_days_before < 1 || opens_days_before <= cut_off_days_before {
        return Err(CycleError::CalendarDays { opens_days_before, cut_off_days_before }.at("/opens_days_before"));
    }
    Ok(())
}
