//! Local times of a zone as instants. Clocks skip times and show others twice, in Chile at midnight.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// No change of the clocks or of the date line skips more minutes than this.
const MAX_MINUTES_SKIPPED: i64 = 24 * 60;

/// The instant of the local `time` on `day` in `zone`. The first one, where the time occurs twice; the next local time
/// that exists, where it is skipped.
pub fn instant(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    let candidates = (0..=MAX_MINUTES_SKIPPED).filter_map(|m| local.checked_add_signed(TimeDelta::minutes(m)));
    let existing = candidates.filter_map(|local| zone.from_local_datetime(&local).earliest()).next();
    // The fallback is never used, because no zone skips more than a day.
    existing.map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc))
}

/// The instant at which `day` begins in `zone`.
pub fn start_of_day(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    instant(zone, day, NaiveTime::MIN)
}

/// The instant at which `day` ends in `zone`, which is the beginning of the next day.
pub fn end_of_day(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |next| start_of_day(zone, next))
}

#[cfg(test)]
mod tests {
    use chrono_tz::America;
    use proptest::prelude::*;

    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn time(h: u32, m: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(h, m, 0).unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn aysen_is_three_hours_behind_all_year() {
        let zone = America::Coyhaique;
        assert_eq!(instant(zone, date(2026, 1, 15), time(18, 0)), at("2026-01-15T21:00:00Z"));
        assert_eq!(instant(zone, date(2026, 7, 15), time(18, 0)), at("2026-07-15T21:00:00Z"));
        assert_eq!(end_of_day(zone, date(2026, 3, 31)), at("2026-04-01T03:00:00Z"));
        // Before 2025 it followed Santiago: UTC−4 in winter.
        assert_eq!(instant(zone, date(2024, 7, 15), time(18, 0)), at("2024-07-15T22:00:00Z"));
    }

    #[test]
    fn a_skipped_time_is_the_next_that_exists() {
        // Santiago's clocks go from midnight to one on 8 September 2024, and from midnight back to eleven on 7 April.
        let zone = America::Santiago;
        assert_eq!(start_of_day(zone, date(2024, 9, 8)), at("2024-09-08T04:00:00Z"));
        assert_eq!(end_of_day(zone, date(2024, 9, 7)), at("2024-09-08T04:00:00Z"));
        assert_eq!(instant(zone, date(2024, 4, 6), time(23, 30)), at("2024-04-07T02:30:00Z"));
    }

    proptest! {
        #[test]
        fn an_instant_shows_its_time_or_the_first_after_a_gap(
            zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
            days in 719_163_i32..745_000,
            minute in 0..1_440_u32,
        ) {
            let day = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let clock = time(minute / 60, minute % 60);
            let shown = instant(zone, day, clock).with_timezone(&zone).naive_local();
            let asked = day.and_time(clock);
            if zone.from_local_datetime(&asked).earliest().is_some() {
                prop_assert_eq!(shown, asked);
            } else {
                prop_assert!(shown > asked && shown <= asked + TimeDelta::days(1));
                let just_before = (instant(zone, day, clock) - TimeDelta::seconds(1)).with_timezone(&zone).naive_local();
                prop_assert!(just_before < asked);
            }
        }
    }
}
