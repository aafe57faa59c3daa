//! The day on which workshops are paid next.

use chrono::{Datelike, Months, NaiveDate};

/// The next day of payouts from `today` on, where workshops are paid on this day of each month; none where it is no day of
/// every month.
pub fn next_payout_on(today: NaiveDate, day_of_month: i32) -> Option<NaiveDate> {
    let this_month = today.with_day(u32::try_from(day_of_month).ok().filter(|day| *day <= 28)?)?;
    if this_month >= today { Some(this_month) } else { this_month.checked_add_months(Months::new(1)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_the_first_such_day_from_today_on(offset in 0_u64..20_000, day in 1_i32..=28) {
            let today = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::Days::new(offset);
            let next = next_payout_on(today, day).unwrap();
            let of_day = |date: &NaiveDate| i32::try_from(date.day()) == Ok(day);
            prop_assert_eq!(Some(next), today.iter_days().find(of_day));
        }
    }

    #[test]
    fn a_day_that_some_months_lack_is_none() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        assert_eq!([0, 29, 31, -1].map(|day| next_payout_on(today, day)), [None; 4]);
    }
}
