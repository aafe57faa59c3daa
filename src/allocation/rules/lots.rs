//! Lots and their values, and the overall limit of a workshop.

use entities::values::{Amount, round_half_away};

/// The lots that hold `units`, rounded up.
pub fn lots_of(units: i64, lot_size: i64) -> i64 {
    let size = lot_size.max(1);
    units.max(0) / size + i64::from(units.max(0) % size > 0)
}

/// The value of a lot: the average net price per unit × the lot size, rounded half away from zero.
pub fn lot_value(net: Amount, units: i64, lot_size: i64) -> Amount {
    if units <= 0 {
        return Amount::ZERO;
    }
    Amount(round_half_away(i128::from(net.0) * i128::from(lot_size), i128::from(units)))
}

/// The value of `units` at the value of a lot, rounded half away from zero.
pub fn value_of(units: i64, lot_size: i64, lot_value: Amount) -> Amount {
    Amount(round_half_away(i128::from(units) * i128::from(lot_value.0), i128::from(lot_size.max(1))))
}

/// The units needed of each of these quotas of one product, in order: all lots are whole except the last one of the
/// product.
pub fn units_of_quotas(lots: &[i64], demand_units: i64, lot_size: i64) -> Vec<i64> {
    let mut left = demand_units.max(0);
    let mut quotas = Vec::with_capacity(lots.len());
    for lots in lots {
        let units = lots.saturating_mul(lot_size).min(left);
        left -= units;
        quotas.push(units);
    }
    quotas
}

/// An offer of a workshop that has an overall limit.
#[derive(Clone, Copy, Debug)]
pub struct LimitedOffer {
    /// Units that it could make in the production week.
    pub capacity: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
}

/// The overall limit in money: `bps` basis points of the value of all these offers, rounded down once, less what other
/// quotas of the week have taken.
pub fn limit_value(bps: i32, offers: &[LimitedOffer], taken: Amount) -> Amount {
    // Each offer is divided by its lot size before the sum, so that what was promised for each offer alone, in whole
    // lots, always fits below the limit.
    let part = i128::from(bps.clamp(0, 10_000));
    let value = |offer: &LimitedOffer| {
        i128::from(offer.capacity.max(0)) * i128::from(offer.lot_value.0.max(0)) * part
            / i128::from(offer.lot_size.max(1))
    };
    let sum = offers.iter().map(value).fold(0_i128, i128::saturating_add) / 10_000;
    Amount(i64::try_from(sum - i128::from(taken.0)).unwrap_or(i64::MAX).max(0))
}

/// Units of a run's demand that no quota covers now: the present demand, but at most that of the run, less the units of
/// its quotas that use capacity.
pub fn open_units(ordered: i64, run_units: i64, quota_units: i64) -> i64 {
    (ordered.min(run_units) - quota_units).max(0)
}
