//! What a workshop carries from one cycle into the next, at the share that it has now.

use entities::values::{Amount, round_half_away};

/// Millionths of a minor unit: carried value is kept at this precision where a share was changed in mid-season.
pub const MILLION: i128 = 1_000_000;

/// Value carried by a workshop whose share is now `weight`, in millionths: each part is taken at the share of its own
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

/// What lifts a workshop of this weight, which carries `own` millionths, to the median ratio of the others, given as
/// (carried millionths, weight). Where two stand in the middle, the median lies half way between them.
pub fn credit(weight: i64, own: i128, others: &[(i128, i64)]) -> Amount {
    // What each would carry at this workshop's weight: the order of the ratios is the order of these.
    let mut level: Vec<i128> =
        others.iter().map(|(value, w)| value.saturating_mul(i128::from(weight)) / i128::from((*w).max(1))).collect();
    level.sort_unstable();
    let upper = level.get(level.len() / 2).copied().unwrap_or(0);
    let lower = level.get(level.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    whole(((upper + lower) / 2 - own).max(0))
}
