//! The laws of cycles: the dates and instants that a calendar makes, and which step may follow which.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use entities::{cycles::calendar, values::CycleState};
use serde::Serialize;

/// The instants of one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Orders are taken from here on.
    pub opens_at: DateTime<Utc>,
    /// And until before here.
    pub cut_off_at: DateTime<Utc>,
    /// Until before here workshops answer their quotas.
    pub respond_by: DateTime<Utc>,
}

/// What is wrong with the instants of a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Disorder {
    /// It would close before it opens.
    #[error("The cut-off comes after the opening.")]
    CutOffNotAfterOpening,
    /// It would close after the day on which it is delivered.
    #[error("The cut-off comes before the end of the delivery day.")]
    CutOffAfterDelivery,
    /// Quotas would have to be answered before they exist.
    #[error("Quotas are answered after the cut-off.")]
    AnswerBeforeCutOff,
    /// Quotas could be answered after the day of delivery.
    #[error("Quotas are answered before the end of the delivery day.")]
    AnswerAfterDelivery,
}

/// The instant at which clocks in `zone` show `time` on `date`. Where they show it twice, the first; where they skip it,
/// the first instant that they do show.
pub fn instant(zone: Tz, date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let wall = date.and_time(time);
    let steps = (0..=MINUTES_SKIPPED).filter_map(|m| wall.checked_add_signed(TimeDelta::minutes(m)));
    let shown = steps.filter_map(|wall| zone.from_local_datetime(&wall).earliest()).next();
    // No zone skips more than a day; reading the wall's clock as UTC then is as good as any answer.
    shown.map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc))
}

/// No change of clocks or of the date line skips more than this.
const MINUTES_SKIPPED: i64 = 24 * 60;

/// The first instant of `date` in `zone`.
pub fn start_of(zone: Tz, date: NaiveDate) -> DateTime<Utc> {
    instant(zone, date, NaiveTime::MIN)
}

/// The next `count` dates on `weekday` (1 = Monday … 7 = Sunday) from `from` on.
pub fn delivery_dates(weekday: i32, from: NaiveDate, count: i32) -> Vec<NaiveDate> {
    let from_monday = i64::from(from.weekday().number_from_monday());
    let wait = (i64::from(weekday) - from_monday).rem_euclid(7);
    (0..i64::from(count)).filter_map(|week| from.checked_add_signed(TimeDelta::days(wait + 7 * week))).collect()
}

/// The instants of the cycle that `calendar` makes for `delivery`: it opens as its day begins, closes at the calendar's
/// time, and quotas are answered within `respond_hours`, or before the day of delivery where that comes first.
pub fn times(calendar: &calendar::Model, delivery: NaiveDate, zone: Tz, respond_hours: i32) -> Times {
    let before = |days: i32| delivery.checked_sub_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(delivery);
    let cut_off_at = instant(zone, before(calendar.cut_off_days_before), calendar.cut_off_time);
    let answered = cut_off_at + TimeDelta::hours(i64::from(respond_hours));
    Times {
        opens_at: start_of(zone, before(calendar.opens_days_before)),
        cut_off_at,
        respond_by: answered.min(start_of(zone, delivery)).max(cut_off_at),
    }
}

/// The cycles that a calendar keeps prepared: its next dates whose cut-off is after `now`, with their instants.
pub fn ahead(calendar: &calendar::Model, now: DateTime<Utc>, zone: Tz, respond_hours: i32) -> Vec<(NaiveDate, Times)> {
    let today = now.with_timezone(&zone).date_naive();
    // Dates whose cut-off has passed already lie within the days between a cut-off and its delivery.
    let passed = calendar.cut_off_days_before / 7 + 1;
    delivery_dates(calendar.delivery_weekday, today, calendar.weeks_ahead + passed)
        .into_iter()
        .map(|date| (date, times(calendar, date, zone, respond_hours)))
        .filter(|(_, times)| times.cut_off_at > now)
        .take(usize::try_from(calendar.weeks_ahead).unwrap_or(0))
        .collect()
}

/// Whether these instants follow each other for a delivery on `delivery`; the first disorder otherwise.
pub fn check_times(times: &Times, delivery: NaiveDate, zone: Tz) -> Result<(), Disorder> {
    let over = delivery.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |next| start_of(zone, next));
    if times.cut_off_at <= times.opens_at {
        Err(Disorder::CutOffNotAfterOpening)
    } else if times.cut_off_at >= over {
        Err(Disorder::CutOffAfterDelivery)
    } else if times.respond_by < times.cut_off_at {
        Err(Disorder::AnswerBeforeCutOff)
    } else if times.respond_by > over {
        Err(Disorder::AnswerAfterDelivery)
    } else {
        Ok(())
    }
}

/// All states, in the order in which a cycle goes through them.
pub const STATES: [CycleState; 7] = [
    CycleState::Draft,
    CycleState::Open,
    CycleState::Closed,
    CycleState::Allocated,
    CycleState::Published,
    CycleState::Delivering,
    CycleState::Delivered,
];

/// The state that a later slice may move a cycle to from `state`; none where the step is not theirs or there is none.
pub fn next(state: CycleState) -> Option<CycleState> {
    match state {
        CycleState::Closed => Some(CycleState::Allocated),
        CycleState::Allocated => Some(CycleState::Published),
        CycleState::Published => Some(CycleState::Delivering),
        CycleState::Delivering => Some(CycleState::Delivered),
        CycleState::Draft | CycleState::Open | CycleState::Delivered => None,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
