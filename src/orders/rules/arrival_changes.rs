//! Which deliveries a change of an arrival concerns, and what those that have closed go on counting.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::{orders::arrival, values::CycleId};

use super::windows::delivery_for;

/// An arrival that is recorded, changed or cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalChange {
    /// As it was; none where it is new.
    pub before: Option<arrival::Model>,
    /// As it is now.
    pub after: arrival::Model,
}

/// The guests of an arrival on the day that a delivery counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedGuests {
    /// The day.
    pub date: NaiveDate,
    /// Number of guests; 0 where the delivery counts none.
    pub guests: i32,
}

impl ArrivalChange {
    /// The change of `before` to `after`; none where the same guests arrive on the same day, or none do.
    pub fn of(before: arrival::Model, after: arrival::Model) -> Option<Self> {
        (expected(&before) != expected(&after)).then_some(Self { before: Some(before), after })
    }

    /// The days on which its guests were or are expected.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let before = self.before.as_ref().and_then(expected);
        before.into_iter().chain(expected(&self.after)).map(|counted| counted.date)
    }

    /// The indexes in `deliveries` (ascending) of those that counted it or count it now.
    pub fn deliveries(&self, deliveries: &[NaiveDate]) -> BTreeSet<usize> {
        self.days().filter_map(|day| delivery_for(day, deliveries)).collect()
    }

    /// What one of these deliveries counted before the change.
    pub fn counted_before(&self, index: usize, deliveries: &[NaiveDate]) -> CountedGuests {
        let before = self.before.as_ref().and_then(expected);
        let of_delivery = before.filter(|counted| delivery_for(counted.date, deliveries) == Some(index));
        of_delivery.unwrap_or(CountedGuests { date: self.after.date, guests: 0 })
    }
}

/// The guests of an arrival; none where it is cancelled.
fn expected(arrival: &arrival::Model) -> Option<CountedGuests> {
    let counted = CountedGuests { date: arrival.date, guests: arrival.guests };
    arrival.cancelled_at.is_none().then_some(counted)
}

/// The guests of an arrival that the delivery of `cycle` serves, where `serving` is the cycle of the arrival's day.
pub fn served_guests(arrival: &arrival::Model, serving: Option<CycleId>, cycle: CycleId) -> i32 {
    expected(arrival).filter(|_| serving == Some(cycle)).map_or(0, |counted| counted.guests)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entities::values::{ArrivalId, ArrivalSource, BuyerId};
    use uuid::Uuid;

    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, d).unwrap()
    }

    fn arrival(date: NaiveDate, guests: i32, cancelled: bool) -> arrival::Model {
        arrival::Model {
            id: ArrivalId(Uuid::nil()),
            buyer_id: BuyerId(Uuid::nil()),
            reference: "R".into(),
            date,
            guests,
            source: ArrivalSource::Api,
            cancelled_at: cancelled.then_some(DateTime::UNIX_EPOCH),
            created_at: DateTime::UNIX_EPOCH,
            changed_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_change_concerns_the_deliveries_of_both_days() {
        let deliveries = [day(6), day(13)];
        let counted = |date, guests| CountedGuests { date, guests };
        let moved = ArrivalChange::of(arrival(day(8), 4, false), arrival(day(14), 4, false)).unwrap();
        assert_eq!(moved.deliveries(&deliveries), [0, 1].into());
        assert_eq!(moved.counted_before(0, &deliveries), counted(day(8), 4));
        assert_eq!(moved.counted_before(1, &deliveries), counted(day(14), 0));
        let cancelled = ArrivalChange::of(arrival(day(8), 4, false), arrival(day(8), 4, true)).unwrap();
        assert_eq!(cancelled.deliveries(&deliveries), [0].into());
        let new = ArrivalChange { before: None, after: arrival(day(8), 4, false) };
        assert_eq!(new.counted_before(0, &deliveries), counted(day(8), 0));
    }

    #[test]
    fn the_same_guests_on_the_same_day_are_no_change() {
        assert_eq!(ArrivalChange::of(arrival(day(8), 4, false), arrival(day(8), 4, false)), None);
        assert_eq!(ArrivalChange::of(arrival(day(8), 4, true), arrival(day(9), 5, true)), None);
        assert!(ArrivalChange::of(arrival(day(8), 4, true), arrival(day(8), 4, false)).is_some());
    }
}
