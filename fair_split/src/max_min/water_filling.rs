//! Water-filling: the common level at which an amount of money is used up, if every workshop receives money until its
//! ratio reaches the level, from nothing up to its own maximum.

use std::cmp::Ordering;

use super::super::ratio::{Ratio, compare_products};

/// The range of ratios of one workshop: from `initial / share` to `(initial + room) / share`.
#[derive(Clone, Copy, Debug)]
pub(super) struct RatioRange {
    pub(super) share: u128,
    /// Value before anything is split.
    pub(super) initial: u128,
    /// Most value that can be added.
    pub(super) room: u128,
}

/// Where a workshop is, relative to a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LevelPosition {
    /// At or above the level without receiving anything.
    Above,
    /// At or below the level with all it can receive.
    Full,
    /// Exactly at the level.
    AtLevel,
}

impl RatioRange {
    fn min_ratio(self) -> Ratio {
        Ratio { numerator: self.initial, denominator: self.share }
    }

    fn max_ratio(self) -> Ratio {
        Ratio { numerator: self.initial + self.room, denominator: self.share }
    }

    pub(super) fn position(self, level: Ratio) -> LevelPosition {
        if self.min_ratio().compare(level).is_ge() {
            LevelPosition::Above
        } else if self.max_ratio().compare(level).is_le() {
            LevelPosition::Full
        } else {
            LevelPosition::AtLevel
        }
    }
}

/// The level at which the workshops receive `amount` together, in lowest terms. `amount` is at most the sum of all
/// `room`. Where a range of levels would do, the result is the lowest.
pub(super) fn common_level(ranges: &[RatioRange], amount: u128) -> Ratio {
    // (ratio, whether the workshop begins to receive there, workshop)
    let mut events: Vec<(Ratio, bool, RatioRange)> = Vec::with_capacity(ranges.len() * 2);
    for range in ranges {
        if range.room > 0 {
            events.push((range.min_ratio(), true, *range));
            events.push((range.max_ratio(), false, *range));
        }
    }
    events.sort_by(|a, b| a.0.compare(b.0));
    // of the workshops between their minimum and maximum: sum of shares and of initial values; of the full ones: room
    let (mut shares, mut initial, mut full) = (0_u128, 0_u128, 0_u128);
    let mut last = Ratio { numerator: 0, denominator: 1 };
    for (ratio, begins, range) in events {
        let needed = (amount + initial).saturating_sub(full);
        if shares > 0 {
            // shares × ratio − initial + full ≥ amount, without division
            if compare_products(ratio.numerator, shares, needed, ratio.denominator) != Ordering::Less {
                return Ratio { numerator: needed, denominator: shares }.reduced();
            }
        } else if full >= amount {
            return last.reduced();
        }
        last = ratio;
        if begins {
            shares += range.share;
            initial += range.initial;
        } else {
            shares -= range.share;
            initial -= range.initial;
            full += range.room;
        }
    }
    last.reduced()
}
