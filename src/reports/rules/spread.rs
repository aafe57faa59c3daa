//! How far apart a group stood after a cycle.

use std::collections::BTreeMap;

/// Where a workshop stood after a cycle's run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// What it had been given per share, in millionths.
    pub ratio: i64,
    /// The fair level that it would have reached if lots could be split.
    pub level: i64,
    /// Whether only the level kept it from more: it could have made more.
    pub free: bool,
    /// The dearest lot that it could make, per share, in millionths.
    pub lot: i64,
}

/// How far apart a group stood after a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// The lowest ratio of all.
    pub lowest: i64,
    /// The middle one.
    pub median: i64,
    /// The highest.
    pub highest: i64,
    /// The widest gap between two that could have made more and stand at the same fair level.
    pub gap: i64,
    /// The dearest lot of those, per share: no split of whole lots promises less.
    pub lot: i64,
    /// How many could have made more.
    pub free: usize,
}

impl Spread {
    /// Of where everybody stood.
    pub fn of(stood: &[Stood]) -> Self {
        let mut ratios: Vec<i64> = stood.iter().map(|s| s.ratio).collect();
        ratios.sort_unstable();
        let at = |place: usize| ratios.get(place).copied().unwrap_or(0);
        let mut levels: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for s in stood.iter().filter(|s| s.free) {
            let range = levels.entry(s.level).or_insert((s.ratio, s.ratio));
            *range = (range.0.min(s.ratio), range.1.max(s.ratio));
        }
        let (low, high) = (at(ratios.len().saturating_sub(1) / 2), at(ratios.len() / 2));
        Self {
            lowest: at(0),
            median: low.midpoint(high),
            highest: ratios.last().copied().unwrap_or(0),
            gap: levels.values().map(|(low, high)| high - low).max().unwrap_or(0),
            lot: stood.iter().filter(|s| s.free).map(|s| s.lot).max().unwrap_or(0),
            free: stood.iter().filter(|s| s.free).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_those_at_one_level_are_held_against_each_other() {
        let stood = |ratio, level, free| Stood { ratio, level, free, lot: 10 };
        let spread =
            Spread::of(&[stood(100, 104, true), stood(107, 104, true), stood(300, 301, true), stood(20, 400, false)]);
        assert_eq!((spread.lowest, spread.median, spread.highest), (20, 103, 300));
        assert_eq!((spread.gap, spread.lot, spread.free), (7, 10, 3));
        assert_eq!(Spread::of(&[]), Spread::default());
    }
}
