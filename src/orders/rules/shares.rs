//! Who goes short when there is too little: first the last priority class, within a class in proportion to what is
//! due, in whole units.

use std::collections::BTreeSet;

use entities::values::{Amount, split_by_largest_remainder};

/// An order line as far as a shortage concerns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// Class of its buyer: 1 is served first.
    pub priority: i32,
    /// Units still due.
    pub due: i64,
}

/// How many units each of `lines` goes short by, in their order, where `missing` units of their product do not come.
/// Where more is missing than is due, everybody gets nothing. Ties in a remainder go to the earlier line.
pub fn shares_of_shortage(lines: &[Claimant], missing: i64) -> Vec<i64> {
    let mut missing = missing.max(0);
    let mut shares = vec![0; lines.len()];
    let classes: BTreeSet<i32> = lines.iter().map(|line| line.priority).collect();
    for class in classes.into_iter().rev() {
        let weights: Vec<i64> =
            lines.iter().map(|line| if line.priority == class { line.due.max(0) } else { 0 }).collect();
        let due: i64 = weights.iter().sum();
        let borne = missing.min(due);
        for (share, part) in shares.iter_mut().zip(split_by_largest_remainder(Amount(borne), &weights)) {
            *share += part.0;
        }
        missing -= borne;
    }
    shares
}

/// How many of `units` that come after all each of `lines` gets, of the units that it goes short by (`due` here): the
/// first class first, within it in proportion. Nobody gets more than it goes short by.
pub fn shares_of_relief(lines: &[Claimant], units: i64) -> Vec<i64> {
    // The class that bears a shortage last is the first to be relieved.
    let turned: Vec<Claimant> =
        lines.iter().map(|line| Claimant { priority: line.priority.saturating_neg(), due: line.due }).collect();
    shares_of_shortage(&turned, units)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines() -> impl Strategy<Value = Vec<Claimant>> {
        prop::collection::vec((1_i32..4, 0_i64..50).prop_map(|(priority, due)| Claimant { priority, due }), 0..20)
    }

    #[test]
    fn who_bears_last_is_relieved_first() {
        let line = |priority, due| Claimant { priority, due };
        assert_eq!(shares_of_relief(&[line(2, 4), line(1, 2), line(1, 4)], 3), [0, 1, 2]);
        assert_eq!(shares_of_relief(&[line(2, 4), line(1, 2), line(1, 4)], 8), [2, 2, 4]);
        assert_eq!(shares_of_relief(&[line(2, 4)], 9), [4]);
    }

    proptest! {
        #[test]
        fn all_that_is_missing_is_borne_by_the_last_classes_in_proportion(lines in lines(), missing in 0_i64..900) {
            let shares = shares_of_shortage(&lines, missing);
            let due: i64 = lines.iter().map(|l| l.due).sum();
            prop_assert_eq!(shares.iter().sum::<i64>(), missing.min(due));
            for (line, share) in lines.iter().zip(&shares) {
                prop_assert!((0..=line.due).contains(share));
                if *share > 0 {
                    // Whoever is served later gets nothing while an earlier class goes short.
                    for (other, its) in lines.iter().zip(&shares).filter(|(o, _)| o.priority > line.priority) {
                        prop_assert_eq!(other.due, *its);
                    }
                }
                let class: Vec<_> = lines.iter().zip(&shares).filter(|(o, _)| o.priority == line.priority).collect();
                let class_due: i64 = class.iter().map(|(o, _)| o.due).sum();
                let class_short: i64 = class.iter().map(|(_, s)| **s).sum();
                prop_assert!((share * class_due - line.due * class_short).abs() < class_due.max(1));
            }
        }
    }

    #[test]
    fn the_first_class_is_served_first() {
        let lines = [(1, 10), (2, 6), (2, 3), (3, 4)].map(|(priority, due)| Claimant { priority, due });
        assert_eq!(shares_of_shortage(&lines, 4), [0, 0, 0, 4]);
        assert_eq!(shares_of_shortage(&lines, 7), [0, 2, 1, 4]);
        assert_eq!(shares_of_shortage(&lines, 15), [2, 6, 3, 4]);
        assert_eq!(shares_of_shortage(&lines, 99), [10, 6, 3, 4]);
    }
}
