//! The laws of what may be promised: pure, in lots and units.

use chrono::{Days, NaiveDate};
use entities::values::{ALL_YEAR, BoundBy, in_months};

/// What one maker can put into a production week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maker {
    /// Units it can make in the week.
    pub capacity: i64,
    /// Units; it makes none or at least this many.
    pub min_batch: Option<i64>,
    /// How much of all its offers together it can make, in basis points; none = all. Divided among its offers in
    /// proportion, every offer gets the same part of its capacity.
    pub limit_bps: Option<i32>,
}

/// What all makers of a product can put into one production week, in whole lots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Makeable {
    lot_size: i64,
    /// Totals that can be made: closed intervals of lots, ascending, apart from each other; the first begins at 0.
    totals: Vec<(i64, i64)>,
}

/// Intervals that are told apart; makers whose batches leave more gaps than that are counted as if the last had none.
const INTERVALS: usize = 256;

impl Makeable {
    /// What `makers` can make together of a product whose lot holds `lot_size` units.
    pub fn by(makers: impl IntoIterator<Item = Maker>, lot_size: i64) -> Self {
        let lot_size = lot_size.max(1);
        let mut free = 0;
        let mut totals = vec![(0, 0)];
        for maker in makers {
            let (least, most) = maker.lots(lot_size);
            match (least, most) {
                (_, most) if most < least.max(1) => {}
                (0 | 1, most) => free += most,
                (least, most) => totals = joined(&totals, least, most),
            }
        }
        let totals = merged(totals.into_iter().map(|(from, to)| (from, to + free)).collect());
        Self { lot_size, totals }
    }

    /// The most units that can be made.
    pub fn capacity(&self) -> i64 {
        self.totals.last().map_or(0, |(_, most)| most * self.lot_size)
    }

    /// Units still missing, beyond the `reserved` ones, before the next unit asked for is made: 0 where it is made
    /// anyway, or where nothing more can be made. What lies below a minimum batch is not promised.
    pub fn more_needed(&self, reserved: i64) -> i64 {
        let next = (reserved + 1 + self.lot_size - 1) / self.lot_size;
        let made = self.totals.iter().find(|(_, most)| *most >= next);
        match made {
            Some((least, _)) if *least > next => (least - 1) * self.lot_size + 1 - reserved,
            _ => 0,
        }
    }
}

impl Maker {
    /// Least and most whole lots it makes where it makes any.
    fn lots(self, lot_size: i64) -> (i64, i64) {
        let part = i128::from(self.limit_bps.unwrap_or(10_000).clamp(0, 10_000));
        let units = i128::from(self.capacity.max(0)) * part / 10_000;
        let most = i64::try_from(units).unwrap_or(i64::MAX) / lot_size;
        let least = self.min_batch.unwrap_or(0).max(0);
        ((least + lot_size - 1) / lot_size, most)
    }
}

/// The totals that one more maker of `least` to `most` lots, or none, leads to.
fn joined(totals: &[(i64, i64)], least: i64, most: i64) -> Vec<(i64, i64)> {
    let with = totals.iter().map(|(from, to)| (from + least, to + most));
    merged(totals.iter().copied().chain(with).collect())
}

fn merged(mut intervals: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    intervals.sort_unstable();
    let mut apart: Vec<(i64, i64)> = Vec::with_capacity(intervals.len());
    for (from, to) in intervals {
        let full = apart.len() >= INTERVALS;
        match apart.last_mut() {
            Some((_, end)) if from <= *end + 1 || full => *end = to.max(*end),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// What forbids a workshop to supply a product on a date, or none: first the workshop itself (authorisation, pause), then the
/// certificate, then the harvest.
pub fn blocked_by(workshop: Option<BoundBy>, certified: bool, harvest_months: i32, date: NaiveDate) -> Option<BoundBy> {
    if workshop.is_some() {
        return workshop;
    }
    if !certified {
        return Some(BoundBy::Certificate);
    }
    (!in_months(harvest_months, date)).then_some(BoundBy::Harvest)
}

/// The one reason told for a product that nobody may supply: the one nearest to being lifted.
pub fn told_reason(reasons: impl IntoIterator<Item = BoundBy>) -> Option<BoundBy> {
    reasons.into_iter().min_by_key(|reason| match reason {
        BoundBy::Pause => 0,
        BoundBy::Harvest => 1,
        BoundBy::Authorisation => 2,
        _ => 3,
    })
}

/// The last day on which a product may be ordered for a delivery date.
pub fn last_order_day(delivery_date: NaiveDate, lead_days: i32) -> NaiveDate {
    let lead = u64::try_from(lead_days).unwrap_or(0);
    delivery_date.checked_sub_days(Days::new(lead)).unwrap_or(delivery_date)
}

/// Months (1 = January … 12) as bits; none = all year. What is no month is left out.
pub fn month_bits(months: Option<impl Iterator<Item = u32>>) -> i32 {
    months.map_or(ALL_YEAR, |months| months.filter(|m| (1..=12).contains(m)).fold(0, |bits, m| bits | 1 << (m - 1)))
}

/// The months of these bits, 1 = January … 12.
pub fn months(bits: i32) -> Vec<u32> {
    (1..=12).filter(|month| bits & (1 << (month - 1)) != 0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn maker() -> impl Strategy<Value = Maker> {
        (0_i64..40, prop::option::of(0_i64..30), prop::option::of(0_i32..=10_000))
            .prop_map(|(capacity, min_batch, limit_bps)| Maker { capacity, min_batch, limit_bps })
    }

    /// Every total of lots that some choice of each maker adds up to.
    fn brute_totals(makers: &[Maker], lot: i64) -> std::collections::BTreeSet<i64> {
        let mut totals = std::collections::BTreeSet::from([0]);
        for m in makers {
            let most = m.capacity * i64::from(m.limit_bps.unwrap_or(10_000)) / 10_000 / lot;
            let choices: Vec<i64> =
                (0..=most).filter(|lots| *lots == 0 || lots * lot >= m.min_batch.unwrap_or(0)).collect();
            totals = totals.iter().flat_map(|t| choices.iter().map(move |c| t + c)).collect();
        }
        totals
    }

    proptest! {
        #[test]
        fn what_is_promised_can_be_made(
            makers in prop::collection::vec(maker(), 0..5), lot in 1_i64..7, reserved in 0_i64..200,
        ) {
            let made = Makeable::by(makers.iter().copied(), lot);
            let totals = brute_totals(&makers, lot);
            prop_assert_eq!(made.capacity(), totals.last().unwrap() * lot);
            let needed = made.more_needed(reserved);
            let lots = |units: i64| (units + lot - 1) / lot;
            if needed > 0 {
                // One unit more than reserved lies in a gap; with what is needed it is a batch, with one less it is not.
                prop_assert!(!totals.contains(&lots(reserved + 1)));
                prop_assert!(totals.contains(&lots(reserved + needed)));
                prop_assert!(needed == 1 || !totals.contains(&lots(reserved + needed - 1)));
            } else if reserved < made.capacity() {
                prop_assert!(totals.contains(&lots(reserved + 1)));
            }
        }
    }

    #[test]
    fn a_minimum_batch_is_told_and_not_promised() {
        let one = Maker { capacity: 48, min_batch: Some(24), limit_bps: None };
        let made = Makeable::by([one], 1);
        assert_eq!((made.capacity(), made.more_needed(0), made.more_needed(6), made.more_needed(24)), (48, 24, 18, 0));
        let small = Maker { capacity: 10, min_batch: None, limit_bps: None };
        let both = Makeable::by([one, small], 1);
        assert_eq!((both.more_needed(0), both.more_needed(10), both.more_needed(58)), (0, 14, 0));
    }

    #[test]
    fn an_overall_limit_is_divided_among_the_offers() {
        let half = Maker { capacity: 30, min_batch: None, limit_bps: Some(5_000) };
        assert_eq!(Makeable::by([half], 12).capacity(), 12);
        let too_small = Maker { capacity: 30, min_batch: Some(20), limit_bps: Some(5_000) };
        assert_eq!(Makeable::by([too_small], 1).capacity(), 0);
    }

    #[test]
    fn the_workshop_is_judged_before_its_certificate_and_its_harvest() {
        let january = NaiveDate::from_ymd_opt(2026, 1, 9).unwrap();
        let (only_january, only_june) = (1, 1 << 5);
        assert_eq!(blocked_by(None, true, only_january, january), None);
        assert_eq!(blocked_by(None, true, only_june, january), Some(BoundBy::Harvest));
        assert_eq!(blocked_by(None, false, only_june, january), Some(BoundBy::Certificate));
        assert_eq!(blocked_by(Some(BoundBy::Pause), false, only_june, january), Some(BoundBy::Pause));
    }

    #[test]
    fn months_are_bits() {
        assert_eq!(month_bits(Some([1, 12, 13, 0].into_iter())), 1 | 1 << 11);
        assert_eq!(month_bits(None::<std::iter::Empty<u32>>), ALL_YEAR);
        assert_eq!(months(month_bits(Some([12, 3].into_iter()))), [3, 12]);
    }

    #[test]
    fn the_lead_time_closes_a_product_earlier() {
        let friday = NaiveDate::from_ymd_opt(2026, 1, 9).unwrap();
        assert_eq!(last_order_day(friday, 3), NaiveDate::from_ymd_opt(2026, 1, 6).unwrap());
        assert_eq!(last_order_day(friday, 0), friday);
    }
}
