//! Guests and the quantities of per-guest lines.

use chrono::NaiveDate;
use entities::orders::{arrival, standing_order};

use super::windows::Window;

/// The arrival days whose guests an order's per-guest lines count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestDays {
    /// The first day.
    pub from: NaiveDate,
    /// The first day that no longer counts; none = the zone's next delivery.
    pub until: Option<NaiveDate>,
}

/// The days whose guests a standing order counts: one that continues another counts from its first day on, one that is
/// continued until its last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GuestBounds {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The first day that no longer counts.
    pub until: Option<NaiveDate>,
}

impl GuestBounds {
    /// The bounds of a stored standing order.
    pub fn of(row: &standing_order::Model) -> Self {
        let last = row.ends_on.filter(|_| row.successor_id.is_some());
        Self { from: row.predecessor_id.map(|_| row.starts_on), until: last.and_then(|last| last.succ_opt()) }
    }

    /// The days that count among those of a delivery.
    pub fn within(self, window: Window) -> GuestDays {
        let from = self.from.map_or(window.from, |from| from.max(window.from));
        GuestDays { from, until: self.until.filter(|until| *until < window.until) }
    }
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
