//! What becomes of a quota's value when its goods come, or do not.

use entities::values::{Amount, CarriedKind};

use super::lots::value_of;

/// What reception said of a quota so far, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Accepted.
    pub accepted: i64,
    /// Rejected for quality, or never brought.
    pub failed: i64,
    /// Damaged on the way.
    pub damaged: i64,
}

/// A quota's value by what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts {
    accepted: Amount,
    failed: Amount,
    damaged: Amount,
}

/// The quota that value is reckoned for.
#[derive(Clone, Copy, Debug)]
pub struct Valued {
    /// Units to make.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
}

impl Valued {
    /// All of it.
    pub fn value(self) -> Amount {
        value_of(self.units, self.lot_size, self.lot_value)
    }

    /// What was accepted comes first, then what failed: a jar that replaces a rejected one mends the failure.
    fn parts(self, so_far: Received) -> Parts {
        let accepted = so_far.accepted.clamp(0, self.units);
        let failed = so_far.failed.clamp(0, self.units - accepted);
        let damaged = so_far.damaged.clamp(0, self.units - accepted - failed);
        let up_to = |units| value_of(units, self.lot_size, self.lot_value);
        Parts {
            accepted: up_to(accepted),
            failed: up_to(accepted + failed) - up_to(accepted),
            damaged: up_to(accepted + failed + damaged) - up_to(accepted + failed),
        }
    }

    /// How the carried value moves when reception gets from `before` to `after`; `counts` = what failed counts as
    /// given. What is no longer awaited leaves `published`.
    pub fn movements(self, before: Received, after: Received, counts: bool) -> [(CarriedKind, Amount); 4] {
        let (old, new) = (self.parts(before), self.parts(after));
        let accepted = new.accepted - old.accepted;
        let failed = new.failed - old.failed;
        let damaged = new.damaged - old.damaged;
        let (counted, released) = if counts { (failed, damaged) } else { (Amount::ZERO, damaged + failed) };
        [
            (CarriedKind::Published, -(accepted + counted)),
            (CarriedKind::Accepted, accepted),
            (CarriedKind::Rejected, counted),
            (CarriedKind::Released, -released),
        ]
    }
}
