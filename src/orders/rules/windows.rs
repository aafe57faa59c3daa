//! Which delivery a date belongs to: the one on that day, else the last one before it.

use chrono::{Days, NaiveDate};

/// Days that belong to a delivery while the zone's next delivery is not known.
const DAYS_WITHOUT_NEXT: u64 = 7;
/// A date never belongs to a delivery more than this many days before it.
const MAX_DAYS_AFTER: u64 = 14;

/// The days that belong to a delivery: from its own day to before the zone's next delivery, or a week where no next
/// delivery is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The delivery's day.
    pub from: NaiveDate,
    /// The first day that no longer belongs to it.
    pub until: NaiveDate,
}

impl Window {
    /// The window of the delivery on `delivery_date`.
    pub fn of(delivery_date: NaiveDate, next: Option<NaiveDate>) -> Self {
        let week = delivery_date.checked_add_days(Days::new(DAYS_WITHOUT_NEXT)).unwrap_or(delivery_date);
        Self { from: delivery_date, until: next.unwrap_or(week) }
    }

    /// Whether the date belongs to the delivery.
    pub fn contains(self, date: NaiveDate) -> bool {
        (self.from..self.until).contains(&date)
    }
}

/// The earliest day of a delivery to which `date` may belong. [`delivery_for`] needs the zone's deliveries from this day
/// on.
pub fn earliest_delivery(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(MAX_DAYS_AFTER)).unwrap_or(date)
}

/// The index in `deliveries` (ascending) of the one that `date` belongs to.
pub fn delivery_for(date: NaiveDate, deliveries: &[NaiveDate]) -> Option<usize> {
    let next = deliveries.partition_point(|delivery| *delivery <= date);
    let index = next.checked_sub(1)?;
    let window = Window::of(*deliveries.get(index)?, deliveries.get(next).copied());
    window.contains(date).then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, d).unwrap()
    }

    #[test]
    fn a_date_belongs_to_the_delivery_on_it_or_before_it() {
        let deliveries = [day(6), day(9), day(20)];
        for (date, place) in [
            (5, None),
            (6, Some(0)),
            (8, Some(0)),
            (9, Some(1)),
            (19, Some(1)),
            (20, Some(2)),
            (26, Some(2)),
            (27, None),
        ] {
            assert_eq!(delivery_for(day(date), &deliveries), place, "{date}");
        }
        assert_eq!(delivery_for(day(6), &[]), None);
    }
}
