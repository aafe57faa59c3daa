//! The days of the demo's season, counted back from today.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

/// Cycles that are closed when the season is told.
const CLOSED_CYCLES: u64 = 8;

/// The season's days, counted back from the cycle that is open today.
pub struct Dates {
    zone: Tz,
    /// Delivery of the cycle that is open.
    open: NaiveDate,
}

impl Dates {
    /// The open cycle delivers on the first Friday that is at least five days away.
    pub fn before(now: DateTime<Utc>, zone: Tz) -> Self {
        let today = now.with_timezone(&zone).date_naive();
        let open = (5..12)
            .filter_map(|days| today.checked_add_days(Days::new(days)))
            .find(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Fri)
            .unwrap_or(today);
        Self { zone, open }
    }

    /// Deliveries of all cycles, the open one last.
    pub fn deliveries(&self) -> Vec<NaiveDate> {
        (0..=CLOSED_CYCLES).rev().filter_map(|weeks| self.open.checked_sub_days(Days::new(7 * weeks))).collect()
    }

    /// The day on which the cooperative enters itself.
    pub fn founded(&self) -> NaiveDate {
        self.open.checked_sub_days(Days::new(7 * CLOSED_CYCLES + 21)).unwrap_or(self.open)
    }

    /// An hour of a day in the cooperative's zone.
    pub fn at(&self, day: NaiveDate, hour: u32) -> DateTime<Utc> {
        crate::cycles::instant(self.zone, day, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
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
