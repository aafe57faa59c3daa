//! How far apart the ratios of the workshops were after a cycle.

use std::collections::BTreeMap;

/// The ratio of a workshop after the run of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkshopRatio {
    /// Carried value per share, in millionths.
    pub ratio: i64,
    /// The level that it would have reached if lots could be divided, in millionths.
    pub level: i64,
    /// Whether only the level kept it from more, so that it could have made more.
    pub could_make_more: bool,
    /// The value of the most expensive lot that it could make, per share, in millionths.
    pub highest_lot: i64,
}

/// How far apart the ratios were, all per share in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RatioSpread {
    /// The lowest ratio.
    pub lowest: i64,
    /// The median.
    pub median: i64,
    /// The highest ratio.
    pub highest: i64,
    /// The widest gap between two workshops of the same level that could have made more.
    pub gap: i64,
    /// The most expensive lot of those. No split of whole lots can guarantee a smaller gap.
    pub highest_lot: i64,
    /// How many could have made more.
    pub could_make_more: usize,
}

impl RatioSpread {
    /// Computes the spread of these ratios.
    pub fn of(workshops: &[WorkshopRatio]) -> Self {
        let mut ratios: Vec<i64> = workshops.iter().map(|row| row.ratio).collect();
        ratios.sort_unstable();
        let ratio_at = |place: usize| ratios.get(place).copied().unwrap_or(0);
        let unbound = || workshops.iter().filter(|row| row.could_make_more);
        let mut ranges: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for row in unbound() {
            let range = ranges.entry(row.level).or_insert((row.ratio, row.ratio));
            *range = (range.0.min(row.ratio), range.1.max(row.ratio));
        }
        let (lower, upper) = (ratio_at(ratios.len().saturating_sub(1) / 2), ratio_at(ratios.len() / 2));
        Self {
            lowest: ratio_at(0),
            median: lower.midpoint(upper),
            highest: ratios.last().copied().unwrap_or(0),
            gap: ranges.values().map(|(low, high)| high - low).max().unwrap_or(0),
            highest_lot: unbound().map(|row| row.highest_lot).max().unwrap_or(0),
            could_make_more: unbound().count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_workshops_of_one_level_are_compared() {
        let row = |ratio, level, could_make_more| WorkshopRatio { ratio, level, could_make_more, highest_lot: 10 };
        let spread =
            RatioSpread::of(&[row(100, 104, true), row(107, 104, true), row(300, 301, true), row(20, 400, false)]);
        assert_eq!((spread.lowest, spread.median, spread.highest), (20, 103, 300));
        assert_eq!((spread.gap, spread.highest_lot, spread.could_make_more), (7, 10, 3));
        assert_eq!(RatioSpread::of(&[]), RatioSpread::default());
    }
}
