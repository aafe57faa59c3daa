//! Whether a workshop may supply.

use chrono::NaiveDate;
use entities::values::BoundBy;

use super::Days;

/// Why a workshop may not supply on `date`; none where it may. Outside its `membership` it is not authorised.
pub fn block_reason(membership: Days, authorised: bool, paused: bool, date: NaiveDate) -> Option<BoundBy> {
    if !membership.contain(date) || !authorised {
        return Some(BoundBy::Authorisation);
    }
    paused.then_some(BoundBy::Pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    #[test]
    fn a_workshop_that_left_is_not_authorised_and_a_pause_is_named() {
        let on_the_tenth = |joined, left: Option<u32>, authorised, paused| {
            block_reason(Days { first: day(joined), last: left.map(day) }, authorised, paused, day(10))
        };
        assert_eq!(on_the_tenth(1, None, true, false), None);
        assert_eq!(on_the_tenth(10, Some(10), true, false), None);
        assert_eq!(on_the_tenth(1, None, true, true), Some(BoundBy::Pause));
        assert_eq!(on_the_tenth(1, Some(9), true, true), Some(BoundBy::Authorisation));
        assert_eq!(on_the_tenth(11, None, true, false), Some(BoundBy::Authorisation));
        assert_eq!(on_the_tenth(1, None, false, true), Some(BoundBy::Authorisation));
    }
}
