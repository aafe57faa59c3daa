//! Lots, what they are worth, and the limit of all that a workshop can make.

use entities::values::{Amount, round_half_away};

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

/// One offer as far as its workshop's overall limit concerns it.
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
