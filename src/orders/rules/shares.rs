//! How a shortage is shared among order lines: the last priority class first, within a class in proportion to the
//! units due, in whole units.

use std::collections::BTreeSet;

use entities::values::{Amount, split_by_largest_remainder};

/// An order line that takes part in a shortage or in its relief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// Class of its buyer: 1 is served first.
    pub priority: i32,
    /// Units still due; for a relief, units that are missing.
    pub due: i64,
}

/// How many of `missing` units each of `lines` loses, in their order. Where more units are missing than are due, every
/// line loses all that it has due. Ties in a remainder go to the earlier line.
pub fn shares_of_shortage(lines: &[Claimant], missing: i64) -> Vec<i64> {
    let mut missing = missing.max(0);
    let mut shares = vec![0; lines.len()];
    let classes: BTreeSet<i32> = lines.iter().map(|line| line.priority).collect();
    for class in classes.into_iter().rev() {
        let weights: Vec<i64> =
            lines.iter().map(|line| if line.priority == class { line.due.max(0) } else { 0 }).collect();
        let due: i64 = weights.iter().sum();
        let lost = missing.min(due);
        for (share, part) in shares.iter_mut().zip(split_by_largest_remainder(Amount(lost), &weights)) {
            *share += part.0;
        }
        missing -= lost;
    }
    shares
}

/// How many of `units` that become available each of `lines` gets, of the units that it is missing (`due` here): the
/// first priority class first, within it in proportion. No line gets more than it is missing.
pub fn shares_of_relief(lines: &[Claimant], units: i64) -> Vec<i64> {
    // The class that loses units last is the first to get some back.
    let reversed: Vec<Claimant> =
        lines.iter().map(|line| Claimant { priority: line.priority.saturating_neg(), due: line.due }).collect();
    shares_of_shortage(&reversed, units)
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
                    // A later class has lost all its units before an earlier one loses any.
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
