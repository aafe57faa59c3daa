//! What the makers of a product can make together in a production week, in whole lots.

/// What one workshop can make of a product in a production week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MakerCapacity {
    /// Units it can make in the week.
    pub capacity: i64,
    /// Units; it makes none or at least this many.
    pub min_batch: Option<i64>,
    /// How much of all its offers together it can make, in basis points; none = all. Every offer of the workshop gets
    /// the same part of its capacity.
    pub limit_bps: Option<i32>,
}

/// What all makers of a product can make together in one production week, in whole lots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JointCapacity {
    lot_size: i64,
    /// The totals that can be made: disjoint closed intervals of lots, ascending; the first begins at 0.
    totals: Vec<(i64, i64)>,
}

/// The most intervals that are kept. Where minimum batches leave more gaps, those beyond the last interval are ignored.
const MAX_INTERVALS: usize = 256;

impl JointCapacity {
    /// The capacity of `makers` together for a product of `lot_size` units per lot.
    pub fn of(makers: impl IntoIterator<Item = MakerCapacity>, lot_size: i64) -> Self {
        let lot_size = lot_size.max(1);
        let mut without_minimum = 0;
        let mut totals = vec![(0, 0)];
        for maker in makers {
            let (least, most) = maker.lots(lot_size);
            match (least, most) {
                (_, most) if most < least.max(1) => {}
                (0 | 1, most) => without_minimum += most,
                (least, most) => totals = add_maker(&totals, least, most),
            }
        }
        let totals = merge(totals.into_iter().map(|(from, to)| (from, to + without_minimum)).collect());
        Self { lot_size, totals }
    }

    /// The most units that can be made.
    pub fn capacity(&self) -> i64 {
        self.totals.last().map_or(0, |(_, most)| most * self.lot_size)
    }

    /// The units of the whole lots in which `units` are made.
    pub fn in_lots(&self, units: i64) -> i64 {
        let lot_size = self.lot_size.max(1);
        (units.max(0) + lot_size - 1) / lot_size * lot_size
    }

    /// How many units must be ordered, beyond the `reserved` ones, before the next unit is made. 0 where it is made
    /// anyway, or where nothing more can be made. Quantities below a minimum batch are not promised.
    pub fn more_needed(&self, reserved: i64) -> i64 {
        let next = (reserved + 1 + self.lot_size - 1) / self.lot_size;
        match self.totals.iter().find(|(_, most)| *most >= next) {
            Some((least, _)) if *least > next => (least - 1) * self.lot_size + 1 - reserved,
            _ => 0,
        }
    }
}

impl JointCapacity {
    /// How many units more must be ordered so that the `reserved` ones are made; 0 where they are made as they are, or
    /// where no more would help. What lies between two batches is not made.
    pub fn missing_for_batch(&self, reserved: i64) -> i64 {
        match reserved {
            ..=0 => 0,
            _ => (self.more_needed(reserved - 1) - 1).max(0),
        }
    }
}

impl MakerCapacity {
    /// The least and the most whole lots that it makes, where it makes any.
    fn lots(self, lot_size: i64) -> (i64, i64) {
        let part = i128::from(self.limit_bps.unwrap_or(10_000).clamp(0, 10_000));
        let units = i128::from(self.capacity.max(0)) * part / 10_000;
        let most = i64::try_from(units).unwrap_or(i64::MAX) / lot_size;
        let least = self.min_batch.unwrap_or(0).max(0);
        ((least + lot_size - 1) / lot_size, most)
    }
}

/// The totals that are possible with one more maker, which makes `least` to `most` lots or none.
fn add_maker(totals: &[(i64, i64)], least: i64, most: i64) -> Vec<(i64, i64)> {
    let with = totals.iter().map(|(from, to)| (from + least, to + most));
    merge(totals.iter().copied().chain(with).collect())
}

fn merge(mut intervals: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    intervals.sort_unstable();
    let mut disjoint: Vec<(i64, i64)> = Vec::with_capacity(intervals.len());
    for (from, to) in intervals {
        let full = disjoint.len() >= MAX_INTERVALS;
        match disjoint.last_mut() {
            Some((_, end)) if from <= *end + 1 || full => *end = to.max(*end),
            _ => disjoint.push((from, to)),
        }
    }
    disjoint
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn maker() -> impl Strategy<Value = MakerCapacity> {
        (0_i64..40, prop::option::of(0_i64..30), prop::option::of(0_i32..=10_000))
            .prop_map(|(capacity, min_batch, limit_bps)| MakerCapacity { capacity, min_batch, limit_bps })
    }

    /// Every total of lots that some choice of each maker adds up to.
    fn brute_totals(makers: &[MakerCapacity], lot: i64) -> std::collections::BTreeSet<i64> {
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
        fn a_promised_quantity_can_be_made(
            makers in prop::collection::vec(maker(), 0..5), lot in 1_i64..7, reserved in 0_i64..200,
        ) {
            let joint = JointCapacity::of(makers.iter().copied(), lot);
            let totals = brute_totals(&makers, lot);
            prop_assert_eq!(joint.capacity(), totals.last().unwrap() * lot);
            let needed = joint.more_needed(reserved);
            let lots = |units: i64| (units + lot - 1) / lot;
            if needed > 0 {
                // One unit more than reserved lies in a gap; with what is needed it is a batch, with one less it is not.
                prop_assert!(!totals.contains(&lots(reserved + 1)));
                prop_assert!(totals.contains(&lots(reserved + needed)));
                prop_assert!(needed == 1 || !totals.contains(&lots(reserved + needed - 1)));
            } else if reserved < joint.capacity() {
                prop_assert!(totals.contains(&lots(reserved + 1)));
            }
            let missing = joint.missing_for_batch(reserved);
            if missing > 0 {
                prop_assert!(!totals.contains(&lots(reserved)) && totals.contains(&lots(reserved + missing)));
            } else if reserved <= joint.capacity() {
                prop_assert!(totals.contains(&lots(reserved)));
            }
        }
    }

    #[test]
    fn a_quantity_below_a_minimum_batch_is_not_promised() {
        let one = MakerCapacity { capacity: 48, min_batch: Some(24), limit_bps: None };
        let joint = JointCapacity::of([one], 1);
        assert_eq!(
            (joint.capacity(), joint.more_needed(0), joint.more_needed(6), joint.more_needed(24)),
            (48, 24, 18, 0)
        );
        let small = MakerCapacity { capacity: 10, min_batch: None, limit_bps: None };
        let both = JointCapacity::of([one, small], 1);
        assert_eq!((both.more_needed(0), both.more_needed(10), both.more_needed(58)), (0, 14, 0));
    }

    #[test]
    fn an_overall_limit_is_divided_among_the_offers() {
        let half = MakerCapacity { capacity: 30, min_batch: None, limit_bps: Some(5_000) };
        assert_eq!(JointCapacity::of([half], 12).capacity(), 12);
        let too_small = MakerCapacity { capacity: 30, min_batch: Some(20), limit_bps: Some(5_000) };
        assert_eq!(JointCapacity::of([too_small], 1).capacity(), 0);
    }
}
