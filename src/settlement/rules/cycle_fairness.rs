//! What a workshop offered, what was fair, what it was allocated and what was accepted of it in one cycle.

use entities::values::Amount;

/// The figures of a workshop in one cycle, as values of the lots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CycleFairness {
    /// What it could have made of what was ordered.
    pub offered: Amount,
    /// What the split would have given it if lots could be divided.
    pub target: Amount,
    /// Its quotas, without those that it declined, let expire or that were withdrawn.
    pub allocated: Amount,
    /// What was accepted of them.
    pub accepted: Amount,
    /// What was accepted of the whole group.
    pub group_accepted: Amount,
    /// Its share, as a weight.
    pub weight: i64,
    /// The sum of the group's shares.
    pub group_weight: i64,
}

impl CycleFairness {
    /// Its share of the group's shares, in basis points, cut off.
    pub fn share_bps(self) -> i32 {
        basis_points(self.weight, self.group_weight)
    }

    /// Its part of what was accepted of the group, in basis points, cut off.
    pub fn share_accepted_bps(self) -> i32 {
        basis_points(self.accepted.0, self.group_accepted.0)
    }
}

fn basis_points(part: i64, whole: i64) -> i32 {
    let parts = i128::from(part.max(0)) * 10_000;
    parts.checked_div(i128::from(whole)).and_then(|bps| i32::try_from(bps).ok()).unwrap_or_default()
}

/// The value that reaches a level: `target_ratio` (a decimal number as text: money per share) for this weight, less what
/// was carried into the cycle; nothing where that is more.
pub fn target_value(target_ratio: &str, weight: i64, carried: Amount) -> Amount {
    const DECIMALS: usize = 6;
    let (whole, decimals) = target_ratio.split_once('.').unwrap_or((target_ratio, ""));
    let digits: String = decimals.chars().chain(std::iter::repeat('0')).take(DECIMALS).collect();
    let micro: i128 = format!("{whole}{digits}").parse().unwrap_or_default();
    let level = micro * i128::from(weight) / 1_000_000;
    Amount(i64::try_from(level).unwrap_or_default() - carried.0).max(Amount::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_the_level_less_what_was_carried() {
        assert_eq!(target_value("120.5", 100, Amount(2_000)), Amount(10_050));
        assert_eq!(target_value("0.333333333", 3_000_000, Amount(0)), Amount(999_999));
        assert_eq!(target_value("7", 10, Amount(71)), Amount::ZERO);
        assert_eq!(target_value("", 10, Amount(0)), Amount::ZERO);
    }

    #[test]
    fn shares_are_parts_of_the_group() {
        let figures = CycleFairness {
            accepted: Amount(250),
            group_accepted: Amount(1_000),
            weight: 1,
            group_weight: 3,
            ..CycleFairness::default()
        };
        assert_eq!((figures.share_bps(), figures.share_accepted_bps()), (3_333, 2_500));
        assert_eq!(CycleFairness::default().share_accepted_bps(), 0);
    }
}
