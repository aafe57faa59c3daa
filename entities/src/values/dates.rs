//! Dates. Business happens on dates in the cooperative's zone; instants are UTC and only for what happens in time.

use chrono::{Datelike, Days, NaiveDate};

/// The Monday of the production week a date falls in (ISO 8601 weeks begin on Monday).
pub fn production_week(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday()))).unwrap_or(date)
}

/// Whether the month of `date` is among `months` (bit 0 = January … bit 11 = December).
pub fn in_months(months: i32, date: NaiveDate) -> bool {
    months & (1 << date.month0()) != 0
}

/// All twelve months, as `in_months` reads them.
pub const ALL_YEAR: i32 = 0b1111_1111_1111;
