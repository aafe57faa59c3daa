//! Carried value: what a workshop has been allocated so far in the season, expressed at its present share.

use entities::values::{Amount, round_half_away};

/// Carried value is computed in millionths of a minor unit, because a share that changed in mid-season divides amounts.
pub const MILLION: i128 = 1_000_000;

/// The sum of a workshop's movements of carried value that were made at one share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedPart {
    /// The sum.
    pub amount: Amount,
    /// The share at that time, as a weight.
    pub weight: i64,
}

/// The carried value, in millionths, of a workshop whose share is now `weight`: each part is scaled from its own share
/// to the present one.
///
/// Exact where the share did not change, else rounded half away from zero once for each share. Never below 0.
pub fn carried_value(weight: i64, parts: impl IntoIterator<Item = CarriedPart>) -> i128 {
    let at_present_share = |part: CarriedPart| {
        let (now, then) = (i128::from(weight), i128::from(part.weight.max(1)));
        let exact = i128::from(part.amount.0).saturating_mul(MILLION).saturating_mul(now);
        let rounded = (2 * exact.abs() + then) / (2 * then);
        rounded * exact.signum()
    };
    parts.into_iter().map(at_present_share).sum::<i128>().max(0)
}

/// Millionths as a decimal number without trailing zeros, the form of JSON.
pub fn decimal(millionths: i128) -> String {
    let whole = millionths / MILLION;
    match millionths % MILLION {
        0 => whole.to_string(),
        rest => format!("{whole}.{rest:06}").trim_end_matches('0').to_owned(),
    }
}

/// Millionths as a whole amount, rounded half away from zero.
pub fn rounded_amount(millionths: i128) -> Amount {
    Amount(round_half_away(millionths, MILLION))
}

/// The credit that lifts a workshop of this weight from its own carried value to the median ratio of the others.
///
/// `own` and the carried values in `others`, pairs of (carried value, weight), are in millionths. For an even number of
/// others the median is the mean of the two in the middle.
pub fn joining_credit(weight: i64, own: i128, others: &[(i128, i64)]) -> Amount {
    // Scaled to this workshop's weight, the carried values have the order of the ratios.
    let mut scaled: Vec<i128> =
        others.iter().map(|(value, w)| value.saturating_mul(i128::from(weight)) / i128::from((*w).max(1))).collect();
    scaled.sort_unstable();
    let upper = scaled.get(scaled.len() / 2).copied().unwrap_or(0);
    let lower = scaled.get(scaled.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    rounded_amount(((upper + lower) / 2 - own).max(0))
}
