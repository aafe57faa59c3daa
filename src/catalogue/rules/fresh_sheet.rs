//! What the fresh sheet of a week shows: which products are new, about to end, in season or plentiful.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use entities::values::{ALL_YEAR, ProductId, in_months};

/// For how long after its publication a product is new.
const NEW_FOR: TimeDelta = TimeDelta::days(28);
/// Of the capacity of the week, the percentage that must be left of a plentiful product.
const PLENTIFUL_PERCENT: i64 = 75;
/// Products in each group.
const MAX_IN_GROUP: usize = 24;

/// A product that can be ordered for the week.
#[derive(Clone, Debug)]
pub struct FreshCandidate {
    /// The product.
    pub product_id: ProductId,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// The months in which a workshop makes it, as bits.
    pub harvest_months: i32,
    /// Units that can be made for the week.
    pub capacity: i64,
    /// Units of them that can still be ordered.
    pub units: i64,
}

impl FreshCandidate {
    fn percent_left(&self) -> i64 {
        if self.capacity > 0 { self.units.saturating_mul(100) / self.capacity } else { 0 }
    }
}

/// The products of a fresh sheet. A product is in the first group that it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreshGroups {
    /// Published in the last four weeks.
    pub new: Vec<ProductId>,
    /// In season this month and not the next.
    pub ending: Vec<ProductId>,
    /// In season this month, and not all year.
    pub in_season: Vec<ProductId>,
    /// Made all year, with at least three quarters of the week's capacity left; most is left of the first.
    pub plentiful: Vec<ProductId>,
}

/// Groups the products of which something can be ordered for a delivery on `delivery_date`. `now` is the present.
pub fn group_fresh(candidates: &[FreshCandidate], delivery_date: NaiveDate, now: DateTime<Utc>) -> FreshGroups {
    let mut groups = FreshGroups::default();
    let mut plentiful: Vec<(i64, ProductId)> = Vec::new();
    for candidate in candidates {
        let id = candidate.product_id;
        let is_new = candidate.published_at.is_some_and(|published_at| now - published_at < NEW_FOR);
        if is_new {
            groups.new.push(id);
        } else if ends_with_month(candidate.harvest_months, delivery_date) {
            groups.ending.push(id);
        } else if candidate.harvest_months != ALL_YEAR {
            groups.in_season.push(id);
        } else {
            let percent = candidate.percent_left();
            if percent >= PLENTIFUL_PERCENT {
                plentiful.push((percent, id));
            }
        }
    }
    // A stable sort keeps the order of the candidates where as much is left.
    plentiful.sort_by_key(|(percent, _)| -percent);
    groups.plentiful = plentiful.into_iter().map(|(_, id)| id).collect();
    for group in [&mut groups.new, &mut groups.ending, &mut groups.in_season, &mut groups.plentiful] {
        group.truncate(MAX_IN_GROUP);
    }
    groups
}

/// Whether the month of `date` is the last one of a season.
fn ends_with_month(months: i32, date: NaiveDate) -> bool {
    let next_month = date.checked_add_months(Months::new(1)).unwrap_or(date);
    in_months(months, date) && !in_months(months, next_month)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn candidate(id: u128, months: i32, days_old: i64, capacity: i64, units: i64) -> FreshCandidate {
        FreshCandidate {
            product_id: ProductId(Uuid::from_u128(id)),
            published_at: Some(noon() - TimeDelta::days(days_old)),
            harvest_months: months,
            capacity,
            units,
        }
    }

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    #[test]
    fn a_product_is_in_the_first_group_that_it_belongs_to() {
        let december = NaiveDate::from_ymd_opt(2026, 12, 3).unwrap();
        let (dec, dec_jan) = (1 << 11, 1 << 11 | 1);
        let candidates = [
            candidate(1, dec, 27, 100, 100),
            candidate(2, dec, 28, 100, 1),
            candidate(3, dec_jan, 400, 100, 1),
            candidate(4, ALL_YEAR, 400, 100, 75),
            candidate(5, ALL_YEAR, 400, 100, 74),
            candidate(6, ALL_YEAR, 400, 10, 9),
            candidate(7, ALL_YEAR, 400, 0, 0),
        ];
        let ids = |ids: &[u128]| ids.iter().map(|id| ProductId(Uuid::from_u128(*id))).collect::<Vec<_>>();
        let expected = FreshGroups { new: ids(&[1]), ending: ids(&[2]), in_season: ids(&[3]), plentiful: ids(&[6, 4]) };
        assert_eq!(group_fresh(&candidates, december, noon()), expected);
    }
}
