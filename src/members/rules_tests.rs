use chrono::Datelike;
use proptest::prelude::*;

use super::*;

fn day(n: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(730_000 + n).unwrap()
}

#[test]
fn the_newest_decision_that_names_a_field_wins() {
    let first = DecisionSettings { commission_bps: Some(800), respond_hours: Some(24), ..Default::default() };
    let second = DecisionSettings { commission_bps: Some(1_200), declined_counts: Some(false), ..Default::default() };
    assert_eq!(settings([]), Settings::default());
    let held = settings([&first, &second]);
    assert_eq!((held.commission_bps, held.respond_hours, held.declined_counts), (1_200, 24, false));
    assert_eq!((held.commission_vat_bps, held.publish_instance), (1_900, true));
}

#[test]
fn who_left_is_not_authorised_and_a_pause_says_so() {
    let on_the_tenth = |joined, left: Option<i32>, authorised, paused| {
        blocked((day(joined), left.map(day)), authorised, paused, day(10))
    };
    assert_eq!(on_the_tenth(0, None, true, false), None);
    assert_eq!(on_the_tenth(10, Some(10), true, false), None);
    assert_eq!(on_the_tenth(0, None, true, true), Some(BoundBy::Pause));
    assert_eq!(on_the_tenth(0, Some(9), true, true), Some(BoundBy::Authorisation));
    assert_eq!(on_the_tenth(11, None, true, false), Some(BoundBy::Authorisation));
    assert_eq!(on_the_tenth(0, None, false, true), Some(BoundBy::Authorisation));
}

#[test]
fn numbers_show_their_end_only() {
    assert_eq!(mask("00123456789"), "•••••••6789");
    assert_eq!(mask("12345678-5"), "••••••78-5");
    assert_eq!(mask("123"), "••3");
    assert_eq!(mask(""), "");
    assert_eq!(account_number("00-123.456 7890").as_deref(), Some("001234567890"));
    for wrong in ["123", "12a4", "", "123456789012345678901"] {
        assert_eq!(account_number(wrong), None, "{wrong}");
    }
}

#[test]
fn an_authorisation_lasts_three_years_to_the_day() {
    let from = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    assert_eq!(authorised_until(from(2026, 3, 1)), from(2029, 2, 28));
    assert_eq!(authorised_until(from(2024, 2, 29)), from(2027, 2, 27));
    assert_eq!(authorised_until(from(2026, 1, 1)), from(2028, 12, 31));
}

proptest! {
    #[test]
    fn spans_touch_where_a_day_lies_in_both(
        a in 0..60_i32, a_days in prop::option::of(0..30_i32), b in 0..60_i32, b_days in prop::option::of(0..30_i32),
    ) {
        let span = |from: i32, days: Option<i32>| (day(from), days.map(|n| day(from + n)));
        let holds = |d: i32, from: i32, days: Option<i32>| d >= from && days.is_none_or(|n| d <= from + n);
        let shared = (0..200).any(|d| holds(d, a, a_days) && holds(d, b, b_days));
        prop_assert_eq!(touch(span(a, a_days), span(b, b_days)), shared);
        prop_assert_eq!(touch(span(b, b_days), span(a, a_days)), shared);
    }

    #[test]
    fn masking_keeps_the_length_and_hides_at_least_half(number in "[0-9]{0,20}") {
        let shown = mask(&number);
        prop_assert_eq!(shown.chars().count(), number.len());
        let open = shown.chars().filter(|c| *c != '•').count();
        prop_assert!(open <= 4 && open * 2 <= number.len());
    }

    #[test]
    fn an_authorisation_ends_in_the_third_year_after(n in 0..20_000_i32) {
        let until = authorised_until(day(n));
        prop_assert_eq!(until.succ_opt().unwrap().year(), day(n).year() + 3);
    }
}
