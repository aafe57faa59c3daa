//! Wire types of the cycles.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use entities::{
    buyers::zone,
    cycles::{calendar, cycle},
    values::{CalendarId, CycleId, CycleState, ZoneId},
};
use poem_openapi::Object;

use crate::{
    cycles::{CalendarTerms, CycleTimes, NewCycle},
    platform::http::text::Text,
};

/// A cycle, for those who order in it or look at it.
#[derive(Clone, Debug, Object)]
pub struct OpenCycle {
    /// Identifies the cycle.
    pub id: CycleId,
    /// Stable code.
    pub code: String,
    /// Where.
    pub zone_id: ZoneId,
    /// What people call that zone.
    pub zone: String,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// Orders are taken until before here.
    pub cut_off_at: DateTime<Utc>,
}

impl OpenCycle {
    /// A cycle of this zone.
    pub fn of(row: cycle::Model, zone: &zone::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            zone_id: row.zone_id,
            zone: zone.name.clone(),
            delivery_date: row.delivery_date,
            cut_off_at: row.cut_off_at,
        }
    }
}

/// A cycle with all its instants, for staff.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Cycle {
    /// Identifies the cycle.
    pub id: CycleId,
    /// Stable code.
    pub code: String,
    /// Where it stands.
    pub state: CycleState,
    /// Where.
    pub zone_id: ZoneId,
    /// What people call that zone.
    pub zone: String,
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// The Monday of the week in which it is made.
    pub production_week: NaiveDate,
    /// Orders are taken from here on.
    pub opens_at: DateTime<Utc>,
    /// And until before here.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas.
    pub respond_by: DateTime<Utc>,
    /// When it opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// When it closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it was first allocated.
    pub allocated_at: Option<DateTime<Utc>>,
    /// When its quotas were published.
    pub published_at: Option<DateTime<Utc>>,
    /// When its deliveries began.
    pub delivering_at: Option<DateTime<Utc>>,
    /// When all of it was delivered.
    pub delivered_at: Option<DateTime<Utc>>,
}

impl Cycle {
    /// A cycle of this zone.
    pub fn of(row: cycle::Model, zone: &zone::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            state: row.state,
            zone_id: row.zone_id,
            zone: zone.name.clone(),
            delivery_date: row.delivery_date,
            production_week: row.production_week,
            opens_at: row.opens_at,
            cut_off_at: row.cut_off_at,
            respond_by: row.respond_by,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            allocated_at: row.allocated_at,
            published_at: row.published_at,
            delivering_at: row.delivering_at,
            delivered_at: row.delivered_at,
        }
    }
}

/// How many cycles stand in a state.
#[derive(Clone, Debug, Object)]
pub struct CycleCount {
    /// The state.
    pub state: CycleState,
    /// How many.
    pub cycles: i64,
}

/// A cycle to be made by hand.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct MakeCycle {
    /// Stable code, unique; where it is left out, `{zone}-{date}`.
    pub code: Option<Text<1, 60>>,
    /// Where.
    pub zone_id: ZoneId,
    /// When it is delivered; a zone has one cycle a day at most.
    pub delivery_date: NaiveDate,
    /// Its instants.
    pub times: Instants,
}

impl From<MakeCycle> for NewCycle {
    fn from(new: MakeCycle) -> Self {
        Self {
            code: new.code.map(Into::into),
            zone_id: new.zone_id,
            delivery_date: new.delivery_date,
            opens_at: new.times.opens_at,
            cut_off_at: new.times.cut_off_at,
            respond_by: new.times.respond_by,
        }
    }
}

/// The instants of a cycle, each after the one before it.
#[derive(Clone, Copy, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct Instants {
    /// Orders are taken from here on; an open cycle keeps the instant at which it was to open.
    pub opens_at: DateTime<Utc>,
    /// And until before here; in the future.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas; within the day of delivery at the latest.
    pub respond_by: DateTime<Utc>,
}

impl From<Instants> for CycleTimes {
    fn from(times: Instants) -> Self {
        Self { opens_at: times.opens_at, cut_off_at: times.cut_off_at, respond_by: times.respond_by }
    }
}

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
