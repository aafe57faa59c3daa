//! The laws around the split: what a lot is worth, what a unit carries from one cycle into the next, and until when
//! it may answer. The split itself is in `rules`.

use chrono::{DateTime, TimeDelta, Utc};
use entities::values::{Amount, CarriedKind, round_half_away};

/// Millionths of a minor unit: carried value is kept at this precision where a share was changed in mid-season.
pub const MILLION: i128 = 1_000_000;

/// Lots that hold `units`: the last one may be needed in part.
pub fn lots_of(units: i64, lot_size: i64) -> i64 {
    let size = lot_size.max(1);
    units.max(0) / size + i64::from(units.max(0) % size > 0)
}

/// Value of a lot: the average net price per unit × the lot size, rounded half away from zero.
pub fn lot_value(net: Amount, units: i64, lot_size: i64) -> Amount {
    if units <= 0 {
        return Amount::ZERO;
    }
    Amount(round_half_away(i128::from(net.0) * i128::from(lot_size), i128::from(units)))
}

/// Value of `units` at the value of a lot, rounded half away from zero.
pub fn value_of(units: i64, lot_size: i64, lot_value: Amount) -> Amount {
    Amount(round_half_away(i128::from(units) * i128::from(lot_value.0), i128::from(lot_size.max(1))))
}

/// Units really needed of each of these quotas, in order: all lots are whole but for the last one of the product.
pub fn units_of_quotas(lots: &[i64], units_wanted: i64, lot_size: i64) -> Vec<i64> {
    let mut left = units_wanted.max(0);
    let mut units = Vec::with_capacity(lots.len());
    for lots in lots {
        let made = lots.saturating_mul(lot_size).min(left);
        left -= made;
        units.push(made);
    }
    units
}

/// One offer as far as its unit's overall limit concerns it.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Units it could make in the production week.
    pub capacity: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
}

/// The overall limit in money: `bps` of what all these offers come to, rounded down once, less what is taken already.
pub fn limit_value(bps: i32, offers: &[Asked], taken: Amount) -> Amount {
    // Summed in whole minor units per lot, so that a promise made offer by offer always fits below the limit.
    let part = i128::from(bps.clamp(0, 10_000));
    let value = |o: &Asked| {
        i128::from(o.capacity.max(0)) * i128::from(o.lot_value.0.max(0)) * part / i128::from(o.lot_size.max(1))
    };
    let sum = offers.iter().map(value).fold(0_i128, i128::saturating_add) / 10_000;
    Amount(i64::try_from(sum - i128::from(taken.0)).unwrap_or(i64::MAX).max(0))
}

/// Value carried by a unit whose share is now `weight`, in millionths: each part is taken at the share of its own
/// time. Exact where the share did not change, else rounded half away once per share it had.
pub fn carried(weight: i64, parts: impl IntoIterator<Item = (Amount, i64)>) -> i128 {
    let at_share = |(amount, then): (Amount, i64)| {
        let (now, then) = (i128::from(weight), i128::from(then.max(1)));
        let exact = i128::from(amount.0).saturating_mul(MILLION).saturating_mul(now);
        let rounded = (2 * exact.abs() + then) / (2 * then);
        rounded * exact.signum()
    };
    parts.into_iter().map(at_share).sum::<i128>().max(0)
}

/// A decimal number of so many millionths, as JSON writes it.
pub fn decimal(millionths: i128) -> String {
    let whole = millionths / MILLION;
    match millionths % MILLION {
        0 => whole.to_string(),
        rest => format!("{whole}.{rest:06}").trim_end_matches('0').to_owned(),
    }
}

/// So many millionths as a whole amount, rounded half away from zero.
pub fn whole(millionths: i128) -> Amount {
    Amount(round_half_away(millionths, MILLION))
}

/// What lifts a unit of this weight, which carries `own` millionths, to the median ratio of the others, given as
/// (carried millionths, weight). Where two stand in the middle, the median lies half way between them.
pub fn credit(weight: i64, own: i128, others: &[(i128, i64)]) -> Amount {
    // What each would carry at this unit's weight: the order of the ratios is the order of these.
    let mut level: Vec<i128> =
        others.iter().map(|(value, w)| value.saturating_mul(i128::from(weight)) / i128::from((*w).max(1))).collect();
    level.sort_unstable();
    let upper = level.get(level.len() / 2).copied().unwrap_or(0);
    let lower = level.get(level.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    whole(((upper + lower) / 2 - own).max(0))
}

/// Until when a unit answers.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// The instant of publishing.
    pub now: DateTime<Utc>,
    /// Hours that the assembly gives.
    pub hours: i32,
    /// When all answers of the cycle should be in.
    pub cycle: DateTime<Utc>,
    /// When the day of delivery begins.
    pub delivery: DateTime<Utc>,
}

impl Deadline {
    /// For the quotas of a run: the hours that the assembly gives, but not beyond the cycle's own last instant.
    pub fn first(self) -> DateTime<Utc> {
        let full = self.now + TimeDelta::hours(i64::from(self.hours));
        let latest = [self.cycle, self.delivery].into_iter().filter(|at| *at > self.now).min();
        latest.map_or(full, |latest| full.min(latest))
    }

    /// For what is offered again: as long as the others still have, and a quarter of the hours at least.
    pub fn again(self) -> DateTime<Utc> {
        let quarter = self.now + TimeDelta::minutes(i64::from(self.hours) * 15);
        let wanted = self.first().max(quarter);
        if self.delivery > self.now { wanted.min(self.delivery) } else { wanted }
    }
}

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

#[cfg(test)]
#[path = "laws_tests.rs"]
mod tests;
