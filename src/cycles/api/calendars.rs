//! Staff keep the calendars that create cycles week by week.

use chrono::{DateTime, NaiveTime, Utc};
use entities::{
    cycles::calendar,
    values::{CalendarId, ZoneId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::Tag;
use crate::{
    cycles::{CalendarTerms, add_calendar, change_calendar, end_calendar, store},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            paging::List,
            problem::Result,
        },
    },
};

/// The weekly rhythm of a zone.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Calendar {
    /// Identifies the calendar.
    pub id: CalendarId,
    /// Where.
    pub zone_id: ZoneId,
    /// 1 = Monday … 7 = Sunday.
    pub delivery_weekday: i32,
    /// Days before the delivery on which a cycle opens, as the day begins.
    pub opens_days_before: i32,
    /// Days before the delivery on which it closes.
    pub cut_off_days_before: i32,
    /// At this time, in the cooperative's zone.
    pub cut_off_time: NaiveTime,
    /// How many cycles are kept prepared.
    pub weeks_ahead: i32,
    /// Since when it makes none any more.
    pub ended_at: Option<DateTime<Utc>>,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<calendar::Model> for Calendar {
    fn from(row: calendar::Model) -> Self {
        Self {
            id: row.id,
            zone_id: row.zone_id,
            delivery_weekday: row.delivery_weekday,
            opens_days_before: row.opens_days_before,
            cut_off_days_before: row.cut_off_days_before,
            cut_off_time: row.cut_off_time,
            weeks_ahead: row.weeks_ahead,
            ended_at: row.ended_at,
            version: row.version,
        }
    }
}

/// A calendar to be made.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewCalendar {
    /// Where.
    pub zone_id: ZoneId,
    /// 1 = Monday … 7 = Sunday; one calendar for each zone and day.
    #[oai(validator(minimum(value = "1"), maximum(value = "7")))]
    pub delivery_weekday: i32,
    /// When its cycles open and close.
    pub rhythm: Rhythm,
}

/// When the cycles of a calendar open and close.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct Rhythm {
    /// Days before the delivery on which a cycle opens, as the day begins; more than `cut_off_days_before`.
    #[oai(validator(minimum(value = "2"), maximum(value = "60")))]
    pub opens_days_before: i32,
    /// Days before the delivery on which it closes.
    #[oai(validator(minimum(value = "1"), maximum(value = "30")))]
    pub cut_off_days_before: i32,
    /// At this time, in the cooperative's zone: `18:00:00`.
    pub cut_off_time: NaiveTime,
    /// How many cycles are kept prepared.
    #[oai(validator(minimum(value = "1"), maximum(value = "26")))]
    pub weeks_ahead: i32,
}

impl From<Rhythm> for CalendarTerms {
    fn from(rhythm: Rhythm) -> Self {
        Self {
            opens_days_before: rhythm.opens_days_before,
            cut_off_days_before: rhythm.cut_off_days_before,
            cut_off_time: rhythm.cut_off_time,
            weeks_ahead: rhythm.weeks_ahead,
        }
    }
}

/// Operations of staff on calendars.
pub struct Calendars;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Cycles")]
impl Calendars {
    /// Calendars, oldest first
    #[oai(path = "/calendars", method = "get", operation_id = "list_calendars")]
    async fn list_calendars(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Calendar>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(store::calendars(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Deliver to a zone every week
    #[oai(path = "/calendars", method = "post", operation_id = "create_calendar")]
    async fn create_calendar(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewCalendar>,
    ) -> Result<Created<Calendar>> {
        request
            .run(body, async |tx, _, NewCalendar { zone_id, delivery_weekday, rhythm }| {
                let calendar = add_calendar(tx, zone_id, delivery_weekday, rhythm.into()).await?;
                Ok(calendar.into())
            })
            .await
    }

    /// One calendar
    #[oai(path = "/calendars/:id", method = "get", operation_id = "get_calendar")]
    async fn get_calendar(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CalendarId>,
    ) -> Result<Versioned<Calendar>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::calendar(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Change a calendar; cycles that are made already stay as they are
    #[oai(path = "/calendars/:id", method = "put", operation_id = "change_calendar")]
    async fn change_calendar(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CalendarId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<Rhythm>,
    ) -> Result<Versioned<Calendar>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = change_calendar(&mut tx, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// End a calendar: it makes no more cycles
    #[oai(path = "/calendars/:id/end", method = "post", operation_id = "end_calendar")]
    async fn end_calendar(&self, app: Data<&App>, caller: Staff, id: Path<CalendarId>) -> Result<Versioned<Calendar>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = end_calendar(&mut tx, id.0).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}
