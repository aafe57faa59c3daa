//! Periods of days.

use chrono::{Days as DayCount, Months, NaiveDate};

/// A period of whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub first: NaiveDate,
    /// Last day; none = it has no end.
    pub last: Option<NaiveDate>,
}

impl Days {
    /// Whether `date` is within the period.
    pub fn contain(self, date: NaiveDate) -> bool {
        self.first <= date && self.last.is_none_or(|last| date <= last)
    }

    /// Whether the two periods have a day in common.
    pub fn overlap(self, other: Self) -> bool {
        let begins_in_time = |first: NaiveDate, last: Option<NaiveDate>| last.is_none_or(|last| first <= last);
        begins_in_time(self.first, other.last) && begins_in_time(other.first, self.last)
    }
}

/// The last day of a sanitary authorisation that begins on `first`: after three years (DS 977/1996).
pub fn default_authorisation_end(first: NaiveDate) -> NaiveDate {
    first.checked_add_months(Months::new(36)).and_then(|day| day.checked_sub_days(DayCount::new(1))).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use chrono::Datelike;
    use proptest::prelude::*;

    use super::*;

    fn day(n: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(730_000 + n).unwrap()
    }

    #[test]
    fn an_authorisation_lasts_three_years_to_the_day() {
        let from = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(default_authorisation_end(from(2026, 3, 1)), from(2029, 2, 28));
        assert_eq!(default_authorisation_end(from(2024, 2, 29)), from(2027, 2, 27));
        assert_eq!(default_authorisation_end(from(2026, 1, 1)), from(2028, 12, 31));
    }

    proptest! {
        #[test]
        fn periods_overlap_where_a_day_lies_in_both(
            a in 0..60_i32, a_days in prop::option::of(0..30_i32), b in 0..60_i32, b_days in prop::option::of(0..30_i32),
        ) {
            let days = |first: i32, count: Option<i32>| Days { first: day(first), last: count.map(|n| day(first + n)) };
            let (one, other) = (days(a, a_days), days(b, b_days));
            let shared = (0..200).any(|d| one.contain(day(d)) && other.contain(day(d)));
            prop_assert_eq!(one.overlap(other), shared);
            prop_assert_eq!(other.overlap(one), shared);
        }

        #[test]
        fn an_authorisation_ends_in_the_third_year_after(n in 0..20_000_i32) {
            let last = default_authorisation_end(day(n));
            prop_assert_eq!(last.succ_opt().unwrap().year(), day(n).year() + 3);
        }
    }
}
