use chrono::NaiveTime;
use chrono_tz::{America, Tz, UTC};
use entities::values::{CalendarId, ZoneId};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn date(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn time(h: u32, m: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(h, m, 0).unwrap()
}

fn calendar(weekday: i32, opens: i32, cut_off: i32, at: NaiveTime) -> calendar::Model {
    calendar::Model {
        id: CalendarId(Uuid::nil()),
        zone_id: ZoneId(Uuid::nil()),
        delivery_weekday: weekday,
        opens_days_before: opens,
        cut_off_days_before: cut_off,
        cut_off_time: at,
        weeks_ahead: 4,
        ended_at: None,
        created_at: DateTime::UNIX_EPOCH,
        version: 1,
    }
}

#[test]
fn a_week_over_the_end_of_the_year() {
    let friday = calendar(5, 9, 2, time(18, 0));
    let dates = delivery_dates(5, date(2026, 12, 29), 3);
    assert_eq!(dates, [date(2027, 1, 1), date(2027, 1, 8), date(2027, 1, 15)]);
    let times = times(&friday, date(2027, 1, 1), America::Coyhaique, 48);
    assert_eq!(times.opens_at, "2026-12-23T03:00:00Z".parse::<DateTime<Utc>>().unwrap());
    assert_eq!(times.cut_off_at, "2026-12-30T21:00:00Z".parse::<DateTime<Utc>>().unwrap());
    // 48 hours would end on the day of delivery: they end as it begins.
    assert_eq!(times.respond_by, "2027-01-01T03:00:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[test]
fn the_first_fault_of_the_times_is_named() {
    let at = |s: &str| s.parse::<DateTime<Utc>>().unwrap();
    let check = |opens, cut_off, respond| {
        let times = Times { opens_at: at(opens), cut_off_at: at(cut_off), respond_by: at(respond) };
        check_times(&times, date(2026, 3, 10), UTC)
    };
    let (a, b, c) = ("2026-03-01T00:00:00Z", "2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z");
    assert_eq!(check(a, b, c), Ok(()));
    assert_eq!(check(b, b, c), Err(TimesFault::CutOffNotAfterOpening));
    assert_eq!(check(a, "2026-03-11T00:00:00Z", "2026-03-12T00:00:00Z"), Err(TimesFault::CutOffAfterDelivery));
    assert_eq!(check(a, c, b), Err(TimesFault::AnswerBeforeCutOff));
    assert_eq!(check(a, b, "2026-03-11T00:00:01Z"), Err(TimesFault::AnswerAfterDelivery));
}

#[test]
fn a_cycle_advances_one_state_at_a_time() {
    let mut state = CycleState::Closed;
    let mut seen = vec![state];
    while let Some(following) = next_state(state) {
        state = following;
        seen.push(state);
    }
    let all = ["closed", "allocated", "published", "delivering", "delivered"];
    assert_eq!(seen.iter().map(|s| s.word()).collect::<Vec<_>>(), all);
    assert_eq!((next_state(CycleState::Draft), next_state(CycleState::Open)), (None, None));
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (719_163_i32..745_000).prop_map(|n| NaiveDate::from_num_days_from_ce_opt(n).unwrap())
}

fn any_zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        America::Coyhaique,
        America::Santiago,
        America::Punta_Arenas,
        chrono_tz::Pacific::Easter,
        chrono_tz::Pacific::Apia,
        chrono_tz::Europe::London,
        chrono_tz::Asia::Kathmandu,
        chrono_tz::Australia::Lord_Howe,
        UTC,
    ])
}

proptest! {
    #[test]
    fn delivery_dates_are_the_weekdays_from_there_on(weekday in 1..=7_i32, from in any_date(), count in 0..20_i32) {
        let dates = delivery_dates(weekday, from, count);
        prop_assert_eq!(dates.len(), usize::try_from(count).unwrap());
        for (week, day) in dates.iter().enumerate() {
            let days = (*day - from).num_days() - 7 * i64::try_from(week).unwrap();
            prop_assert!((0..7).contains(&days));
            prop_assert_eq!(i32::try_from(day.weekday().number_from_monday()).unwrap(), weekday);
        }
    }

    #[test]
    fn a_calendar_makes_instants_in_order(
        zone in any_zone(), day in any_date(), cut_off in 1..=13_i32, more in 1..=30_i32, minute in 0..1_440_u32,
        hours in 1..=336_i32,
    ) {
        let weekday = i32::try_from(day.weekday().number_from_monday()).unwrap();
        let calendar = calendar(weekday, cut_off + more, cut_off, time(minute / 60, minute % 60));
        let times = times(&calendar, day, zone, hours);
        prop_assert_eq!(check_times(&times, day, zone), Ok(()));
        prop_assert!(times.respond_by <= start_of_day(zone, day).max(times.cut_off_at));
        prop_assert!(times.respond_by - times.cut_off_at <= TimeDelta::hours(i64::from(hours)));
    }

    #[test]
    fn a_calendar_keeps_as_many_cycles_ahead_as_it_says(
        zone in any_zone(), seconds in 0..1_800_000_000_i64, weekday in 1..=7_i32, cut_off in 1..=27_i32,
        minute in 0..1_440_u32,
    ) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        let calendar = calendar(weekday, cut_off + 7, cut_off, time(minute / 60, minute % 60));
        let planned = planned_cycles(&calendar, now, zone, 48);
        prop_assert_eq!(planned.len(), 4);
        prop_assert!(planned.iter().all(|planned| planned.times.cut_off_at > now));
        // None is left out: the date a week before the first has closed, or lies in the past.
        let before = planned[0].delivery_date - TimeDelta::days(7);
        let today = now.with_timezone(&zone).date_naive();
        prop_assert!(before < today || times(&calendar, before, zone, 48).cut_off_at <= now);
        let apart = |pair: &[PlannedCycle]| pair[1].delivery_date - pair[0].delivery_date;
        prop_assert!(planned.windows(2).all(|pair| apart(pair) == TimeDelta::days(7)));
    }
}
