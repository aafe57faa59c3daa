//! Guests and the quantities of per-guest lines.

use chrono::NaiveDate;
use entities::orders::arrival;

/// The arrival days whose guests an order's per-guest lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestDays {
    /// The first day.
    pub from: NaiveDate,
    /// The first day that no longer counts; none = the zone's next delivery.
    pub until: Option<NaiveDate>,
}

/// The guests who arrive from `from` to before `until`.
pub fn count_guests(arrivals: &[arrival::Model], from: NaiveDate, until: NaiveDate) -> i64 {
    let counted = arrivals.iter().filter(|arrival| (from..until).contains(&arrival.date));
    counted.map(|arrival| i64::from(arrival.guests)).sum()
}

/// Units for `guests` guests at `per_guest` units each, rounded up to a multiple of `multiple`.
pub fn quantity_for_guests(per_guest: i64, guests: i64, multiple: i64) -> i64 {
    let multiple = multiple.max(1);
    let units = per_guest.saturating_mul(guests);
    units.saturating_add(multiple - 1) / multiple * multiple
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_are_served_in_whole_multiples() {
        for (per_guest, guests, multiple, units) in [(2, 7, 6, 18), (1, 0, 6, 0), (1, 6, 6, 6), (3, 5, 1, 15)] {
            assert_eq!(quantity_for_guests(per_guest, guests, multiple), units);
        }
    }
}
