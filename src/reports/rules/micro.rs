//! Ratios and fractions as whole millionths, so that sums and comparisons are exact.

use entities::values::round_half_away;

/// Millionths in one. A ratio is kept in millionths of a minor unit per unit of share.
pub const MILLION: i64 = 1_000_000;

/// `part` of `whole` in millionths, rounded half away from zero; 0 where there is no whole.
pub fn fraction(part: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { round_half_away(i128::from(part) * i128::from(MILLION), i128::from(whole)) }
}

/// A stored ratio, a decimal number as text, in millionths. Further decimals are cut off.
pub fn parse_micro(text: &str) -> i64 {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = decimals.chars().chain(std::iter::repeat('0')).take(6).collect();
    format!("{whole}{digits}").parse().unwrap_or(0)
}

/// Millionths as a number for the API.
pub fn micro_to_number(micro: i64) -> f64 {
    let sign = if micro < 0 { "-" } else { "" };
    let (whole, rest) = (micro.unsigned_abs() / MILLION.unsigned_abs(), micro.unsigned_abs() % MILLION.unsigned_abs());
    format!("{sign}{whole}.{rest:06}").parse().unwrap_or(0.0)
}

/// Millionths as hundredths of a percent, cut off.
pub fn micro_to_basis_points(micro: i64) -> i64 {
    micro / (MILLION / 10_000)
}

/// Millionths as hundredths, cut off.
pub fn micro_to_hundredths(micro: i64) -> i64 {
    micro / (MILLION / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(
            (parse_micro("12.5"), parse_micro("7"), parse_micro("0.000001"), parse_micro("3.1234567")),
            (12_500_000, 7 * MILLION, 1, 3_123_456)
        );
        assert!((micro_to_number(-1_500_000) + 1.5).abs() < f64::EPSILON);
        assert!((micro_to_number(12) - 0.000_012).abs() < f64::EPSILON);
        assert_eq!((fraction(1, 3), fraction(2, 0)), (333_333, 0));
    }
}
