//! Rules of cycles: the dates and instants that a calendar produces, and the order of the states.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use entities::{
    cycles::{calendar, cycle},
    values::CycleState,
};
use serde::Serialize;

use crate::{
    catalogue::DeliverySlot,
    platform::local_time::{end_of_day, instant, start_of_day},
};

/// The instants of one cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The cycle takes orders from this instant on.
    pub opens_at: DateTime<Utc>,
    /// The cycle takes no orders from this instant on.
    pub cut_off_at: DateTime<Utc>,
    /// Workshops respond to their quotas before this instant.
    pub respond_by: DateTime<Utc>,
}

/// How the instants of a cycle do not follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TimesFault {
    /// The cut-off is not after the opening.
    #[error("The cut-off comes after the opening.")]
    CutOffNotAfterOpening,
    /// The cut-off is after the delivery day.
    #[error("The cut-off comes before the end of the delivery day.")]
    CutOffAfterDelivery,
    /// The deadline of the quotas is before the cut-off, when they do not exist yet.
    #[error("Quotas are answered after the cut-off.")]
    AnswerBeforeCutOff,
    /// The deadline of the quotas is after the delivery day.
    #[error("Quotas are answered before the end of the delivery day.")]
    AnswerAfterDelivery,
}

/// The delivery that capacity is reserved for in a cycle.
pub fn delivery_slot(cycle: &cycle::Model) -> DeliverySlot {
    DeliverySlot { zone_id: cycle.zone_id, delivery_date: cycle.delivery_date }
}

/// The code of a cycle that is given none: the zone's code and the delivery date.
pub fn cycle_code(zone: &str, delivery: NaiveDate) -> String {
    format!("{zone}-{delivery}")
}

/// The next `count` dates on `weekday` (1 = Monday … 7 = Sunday) from `from` on.
pub fn delivery_dates(weekday: i32, from: NaiveDate, count: i32) -> Vec<NaiveDate> {
    let from_monday = i64::from(from.weekday().number_from_monday());
    let wait = (i64::from(weekday) - from_monday).rem_euclid(7);
    (0..i64::from(count)).filter_map(|week| from.checked_add_signed(TimeDelta::days(wait + 7 * week))).collect()
}

/// The instants of the cycle that `calendar` creates for `delivery`: it opens as its day begins and closes at the
/// calendar's time; quotas are responded to within `respond_hours`, or before the delivery day where that is earlier.
pub fn times(calendar: &calendar::Model, delivery: NaiveDate, zone: Tz, respond_hours: i32) -> Times {
    let before = |days: i32| delivery.checked_sub_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(delivery);
    let cut_off_at = instant(zone, before(calendar.cut_off_days_before), calendar.cut_off_time);
    let deadline = cut_off_at + TimeDelta::hours(i64::from(respond_hours));
    Times {
        opens_at: start_of_day(zone, before(calendar.opens_days_before)),
        cut_off_at,
        respond_by: deadline.min(start_of_day(zone, delivery)).max(cut_off_at),
    }
}

/// A cycle that a calendar creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedCycle {
    /// When it is delivered.
    pub delivery_date: NaiveDate,
    /// Its instants.
    pub times: Times,
}

/// The cycles that a calendar creates in advance: its next dates whose cut-off is after `now`.
pub fn planned_cycles(
    calendar: &calendar::Model,
    now: DateTime<Utc>,
    zone: Tz,
    respond_hours: i32,
) -> Vec<PlannedCycle> {
    let today = now.with_timezone(&zone).date_naive();
    // How many of the next dates may have a cut-off in the past.
    let passed = calendar.cut_off_days_before / 7 + 1;
    delivery_dates(calendar.delivery_weekday, today, calendar.weeks_ahead + passed)
        .into_iter()
        .map(|delivery_date| PlannedCycle { delivery_date, times: times(calendar, delivery_date, zone, respond_hours) })
        .filter(|planned| planned.times.cut_off_at > now)
        .take(usize::try_from(calendar.weeks_ahead).unwrap_or(0))
        .collect()
}

/// Checks that these instants follow each other for a delivery on `delivery`.
///
/// # Errors
/// The first fault.
pub fn check_times(times: &Times, delivery: NaiveDate, zone: Tz) -> Result<(), TimesFault> {
    let end_of_day = end_of_day(zone, delivery);
    if times.cut_off_at <= times.opens_at {
        Err(TimesFault::CutOffNotAfterOpening)
    } else if times.cut_off_at >= end_of_day {
        Err(TimesFault::CutOffAfterDelivery)
    } else if times.respond_by < times.cut_off_at {
        Err(TimesFault::AnswerBeforeCutOff)
    } else if times.respond_by > end_of_day {
        Err(TimesFault::AnswerAfterDelivery)
    } else {
        Ok(())
    }
}

/// Whether orders of a cycle can be placed, amended or cancelled.
pub fn takes_orders(cycle: &cycle::Model, now: DateTime<Utc>) -> bool {
    cycle.state == CycleState::Open && now < cycle.cut_off_at
}

/// Whether a cycle takes no orders any more. A draft before its cut-off still opens.
pub fn has_closed(cycle: &cycle::Model, now: DateTime<Utc>) -> bool {
    !matches!(cycle.state, CycleState::Draft | CycleState::Open) || now >= cycle.cut_off_at
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

/// The state that `advance` may move a cycle to from `state`; none where opening or closing it comes next, or nothing.
pub fn next_state(state: CycleState) -> Option<CycleState> {
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
