//! The days of the season, counted back from today, so that the season has always come equally far.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// Cycles that are closed today.
const CLOSED_CYCLES: u64 = 8;
/// Days from today to the delivery of the cycle that is open: its cut-off is tomorrow, and the one before is delivered.
const OPEN_FOR: u64 = 5;
/// Weekdays in recurrence rules (RFC 5545, `weekday`), from Monday.
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// The season's days, counted back from the cycle that is open today.
pub struct Dates {
    zone: Tz,
    /// Delivery of the cycle that is open.
    open: NaiveDate,
}

impl Dates {
    /// The season that leads up to `now`.
    pub fn before(now: DateTime<Utc>, zone: Tz) -> Self {
        Self { zone, open: after(now.with_timezone(&zone).date_naive(), OPEN_FOR) }
    }

    /// Deliveries of all cycles, the open one last.
    pub fn deliveries(&self) -> Vec<NaiveDate> {
        (0..=CLOSED_CYCLES).rev().filter_map(|weeks| self.open.checked_sub_days(Days::new(7 * weeks))).collect()
    }

    /// The recurrence rule of a standing order for every delivery.
    pub fn weekly(&self) -> String {
        let day = WEEKDAYS.get(self.open.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
        format!("FREQ=WEEKLY;BYDAY={day}")
    }

    /// The day on which the cooperative starts to use Minga.
    pub fn founded(&self) -> NaiveDate {
        self.open.checked_sub_days(Days::new(7 * CLOSED_CYCLES + 21)).unwrap_or(self.open)
    }

    /// An hour of a day in the cooperative's zone.
    pub fn at(&self, day: NaiveDate, hour: u32) -> DateTime<Utc> {
        minga::platform::local_time::instant(self.zone, day, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
    }
}

/// `days` before a day.
pub fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// `days` after a day.
pub fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
