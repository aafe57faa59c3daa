//! Water filling: the one height at which a sum of money is used up, if every unit may receive until its
//! ratio reaches that height, from nothing to all it has room for.

use super::super::wide::{Ratio, compare_products};
use std::cmp::Ordering;

/// What a unit could take: it starts at `start / weight` and can rise by `room`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) weight: u128,
    pub(super) start: u128,
    pub(super) room: u128,
}

/// What a unit takes at a height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// Nothing: it stands at or above the height already.
    Above,
    /// All it has room for.
    Full,
    /// Exactly up to the height.
    Level,
}

impl Claim {
    fn foot(self) -> Ratio {
        Ratio { over: self.start, under: self.weight }
    }

    fn top(self) -> Ratio {
        Ratio { over: self.start + self.room, under: self.weight }
    }

    /// Where the unit stands at a height.
    pub(super) fn stand(self, height: Ratio) -> Stand {
        if self.foot().compare(height).is_ge() {
            Stand::Above
        } else if self.top().compare(height).is_le() {
            Stand::Full
        } else {
            Stand::Level
        }
    }
}

/// The height at which the claims take `amount` together, in lowest terms. The amount is at most the sum of all
/// room; where a range of heights would do, the lowest.
pub(super) fn height(claims: &[Claim], amount: u128) -> Ratio {
    let mut events: Vec<(Ratio, bool, Claim)> = Vec::with_capacity(claims.len() * 2);
    for claim in claims {
        if claim.room > 0 {
            events.push((claim.foot(), true, *claim));
            events.push((claim.top(), false, *claim));
        }
    }
    events.sort_by(|a, b| a.0.compare(b.0));
    let (mut weights, mut starts, mut full) = (0_u128, 0_u128, 0_u128);
    let mut last = Ratio { over: 0, under: 1 };
    for (at, rises, claim) in events {
        let wanted = (amount + starts).saturating_sub(full);
        if weights > 0 {
            // weights × at − starts + full ≥ amount, without division
            if compare_products(at.over, weights, wanted, at.under) != Ordering::Less {
                return Ratio { over: wanted, under: weights }.reduced();
            }
        } else if full >= amount {
            return last.reduced();
        }
        last = at;
        if rises {
            weights += claim.weight;
            starts += claim.start;
        } else {
            weights -= claim.weight;
            starts -= claim.start;
            full += claim.room;
        }
    }
    last.reduced()
}
