//! Dates of a standing order that one delivery serves, and the orders that they become.

use chrono::NaiveDate;

use super::{guests::GuestDays, order_lines::OrderItem};

/// Dates that become one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OccurrenceGroup {
    /// The dates, ascending.
    pub dates: Vec<NaiveDate>,
    /// The sum of their items. Of a per-guest item every date has the same quantity per guest.
    pub items: Vec<OrderItem>,
    /// The days whose guests the order counts.
    pub guest_days: GuestDays,
}

/// Groups the dates that one delivery serves, each with its items, ascending. They are one order; only where the
/// quantities per guest differ between dates does another order begin, because each counts the guests of its own days.
/// Together they count the guests of `days`.
pub fn group_dates(dates: &[(NaiveDate, Vec<OrderItem>)], days: GuestDays) -> Vec<OccurrenceGroup> {
    let mut groups: Vec<OccurrenceGroup> = Vec::new();
    for (date, items) in dates {
        match groups.last_mut() {
            Some(group) if per_guest(&group.items) == per_guest(items) => {
                group.dates.push(*date);
                add_units(&mut group.items, items);
            }
            last => {
                let from = match last {
                    Some(before) => {
                        before.guest_days.until = Some(*date);
                        *date
                    }
                    None => days.from,
                };
                let guest_days = GuestDays { from, until: days.until };
                groups.push(OccurrenceGroup { dates: vec![*date], items: items.clone(), guest_days });
            }
        }
    }
    groups
}

fn per_guest(items: &[OrderItem]) -> Vec<OrderItem> {
    let mut items: Vec<OrderItem> = items.iter().filter(|item| item.per_guest).copied().collect();
    items.sort_by_key(|item| item.product_id);
    items
}

fn add_units(sum: &mut Vec<OrderItem>, items: &[OrderItem]) {
    for item in items.iter().filter(|item| !item.per_guest) {
        match sum.iter_mut().find(|other| other.product_id == item.product_id && !other.per_guest) {
            Some(other) => other.quantity = other.quantity.saturating_add(item.quantity),
            None => sum.push(*item),
        }
    }
}

#[cfg(test)]
mod tests {
    use entities::values::ProductId;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, d).unwrap()
    }

    fn item(n: u128, quantity: i64, per_guest: bool) -> OrderItem {
        OrderItem { product_id: ProductId(Uuid::from_u128(n)), quantity, per_guest }
    }

    #[test]
    fn dates_of_one_delivery_are_one_order_unless_guests_get_other_quantities() {
        let dates = [
            (day(6), vec![item(1, 4, false), item(2, 1, true)]),
            (day(7), vec![item(1, 4, false), item(2, 1, true)]),
            (day(8), vec![item(1, 8, false), item(2, 3, true)]),
        ];
        let groups = group_dates(&dates, GuestDays { from: day(5), until: None });
        let (first, second) = (&groups[0], &groups[1]);
        assert_eq!(
            (&first.dates[..], &first.items[..]),
            (&[day(6), day(7)][..], &[item(1, 8, false), item(2, 1, true)][..])
        );
        assert_eq!(first.guest_days, GuestDays { from: day(5), until: Some(day(8)) });
        assert_eq!((&second.dates[..], second.guest_days), (&[day(8)][..], GuestDays { from: day(8), until: None }));
        assert_eq!(groups.len(), 2);
    }

    proptest! {
        #[test]
        fn grouping_loses_no_date_and_no_unit(
            quantities in prop::collection::vec((1_i64..20, 0_i64..3), 1..20),
        ) {
            let dates: Vec<_> = quantities.iter().enumerate().map(|(i, (units, per_guest))| {
                let mut items = vec![item(1, *units, false)];
                if *per_guest > 0 {
                    items.push(item(2, *per_guest, true));
                }
                (day(i as u32 + 1), items)
            }).collect();
            let groups = group_dates(&dates, GuestDays { from: day(1), until: None });
            let grouped: Vec<_> = groups.iter().flat_map(|group| group.dates.clone()).collect();
            prop_assert_eq!(grouped, dates.iter().map(|(date, _)| *date).collect::<Vec<_>>());
            let units: i64 = groups.iter().flat_map(|g| &g.items).filter(|i| !i.per_guest).map(|i| i.quantity).sum();
            prop_assert_eq!(units, quantities.iter().map(|(units, _)| units).sum::<i64>());
            for pair in groups.windows(2) {
                prop_assert_eq!(pair[0].guest_days.until, Some(pair[1].guest_days.from));
            }
        }
    }
}
