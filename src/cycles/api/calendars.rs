//! Staff create, update and end calendars.

use chrono::{DateTime, NaiveTime, Utc};
use entities::{
    cycles::calendar,
    values::{CalendarId, ZoneId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    cycles::{CalendarTerms, create_calendar, end_calendar, store, update_calendar},
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

/// The schedule that creates the cycles of a zone every week.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Calendar {
    /// Identifies the calendar.
    pub id: CalendarId,
    /// The zone.
    pub zone_id: ZoneId,
    /// 1 = Monday … 7 = Sunday.
    pub delivery_weekday: i32,
    /// Days before the delivery on which a cycle opens, as the day begins.
    pub opens_days_before: i32,
    /// Days before the delivery on which it closes.
    pub cut_off_days_before: i32,
    /// Time at which it closes, in the cooperative's time zone.
    pub cut_off_time: NaiveTime,
    /// How many cycles are created in advance.
    pub weeks_ahead: i32,
    /// When it ended; it creates no more cycles.
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

/// A calendar to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewCalendar {
    /// The zone.
    pub zone_id: ZoneId,
    /// 1 = Monday … 7 = Sunday; one calendar for each zone and day.
    #[oai(validator(minimum(value = "1"), maximum(value = "7")))]
    pub delivery_weekday: i32,
    /// When its cycles open and close.
    pub schedule: CalendarSchedule,
}

/// When the cycles of a calendar open and close.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct CalendarSchedule {
    /// Days before the delivery on which a cycle opens, as the day begins; more than `cut_off_days_before`.
    #[oai(validator(minimum(value = "2"), maximum(value = "60")))]
    pub opens_days_before: i32,
    /// Days before the delivery on which it closes.
    #[oai(validator(minimum(value = "1"), maximum(value = "30")))]
    pub cut_off_days_before: i32,
    /// Time at which it closes, in the cooperative's time zone: `18:00:00`.
    pub cut_off_time: NaiveTime,
    /// How many cycles are created in advance.
    #[oai(validator(minimum(value = "1"), maximum(value = "26")))]
    pub weeks_ahead: i32,
}

impl From<CalendarSchedule> for CalendarTerms {
    fn from(schedule: CalendarSchedule) -> Self {
        Self {
            opens_days_before: schedule.opens_days_before,
            cut_off_days_before: schedule.cut_off_days_before,
            cut_off_time: schedule.cut_off_time,
            weeks_ahead: schedule.weeks_ahead,
        }
    }
}

/// Operations of staff on calendars.
pub struct Calendars;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Cycles")]
impl Calendars {
    /// List calendars, oldest first
    #[oai(path = "/calendars", method = "get", operation_id = "list_calendars")]
    async fn list_calendars(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Calendar>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(store::list_calendars(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Create a calendar for the weekly deliveries of a zone
    #[oai(path = "/calendars", method = "post", operation_id = "create_calendar")]
    async fn create_calendar(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewCalendar>,
    ) -> Result<Created<Calendar>> {
        request
            .run(body, async |tx, _, NewCalendar { zone_id, delivery_weekday, schedule }| {
                let calendar = create_calendar(tx, zone_id, delivery_weekday, schedule.into()).await?;
                Ok(calendar.into())
            })
            .await
    }

    /// Get a calendar
    #[oai(path = "/calendars/:id", method = "get", operation_id = "get_calendar")]
    async fn get_calendar(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CalendarId>,
    ) -> Result<Versioned<Calendar>> {
        let tx = app.read(caller.actor()).await?;
        let calendar = store::get_calendar(&tx, id.0).await?;
        let version = calendar.version;
        Ok(Versioned::of(calendar.into(), version))
    }

    /// Update a calendar
    ///
    /// Cycles that exist already stay as they are.
    #[oai(path = "/calendars/:id", method = "put", operation_id = "update_calendar")]
    async fn update_calendar(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CalendarId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<CalendarSchedule>,
    ) -> Result<Versioned<Calendar>> {
        let mut tx = app.begin(caller.actor()).await?;
        let calendar = update_calendar(&mut tx, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        let version = calendar.version;
        Ok(Versioned::of(calendar.into(), version))
    }

    /// End a calendar, which then creates no more cycles
    #[oai(path = "/calendars/:id/end", method = "post", operation_id = "end_calendar")]
    async fn end_calendar(&self, app: Data<&App>, caller: Staff, id: Path<CalendarId>) -> Result<Versioned<Calendar>> {
        let mut tx = app.begin(caller.actor()).await?;
        let calendar = end_calendar(&mut tx, id.0).await?;
        tx.commit().await?;
        let version = calendar.version;
        Ok(Versioned::of(calendar.into(), version))
    }
}
