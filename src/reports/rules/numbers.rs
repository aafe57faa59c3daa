//! Ratios as whole millionths: read from what is stored, written for reading.

use entities::values::{Amount, round_half_away};

/// Millionths of a minor unit per unit of share: ratios are kept at this precision.
pub const MILLION: i64 = 1_000_000;

/// A part of a whole in millionths; 0 of nothing.
pub fn part(of: i64, whole: i64) -> i64 {
    if whole <= 0 { 0 } else { round_half_away(i128::from(of) * i128::from(MILLION), i128::from(whole)) }
}

/// Value of `units` that did not come, at the value of a lot.
pub fn value_of(units: i64, lot_size: i64, lot_value: Amount) -> Amount {
    Amount(round_half_away(i128::from(units) * i128::from(lot_value.0), i128::from(lot_size.max(1))))
}

/// A ratio as it is stored, a decimal number, in millionths.
pub fn micro(written: &str) -> i64 {
    let (whole, rest) = written.split_once('.').unwrap_or((written, ""));
    let digits: String = rest.chars().chain(std::iter::repeat('0')).take(6).collect();
    format!("{whole}{digits}").parse().unwrap_or(0)
}

/// Millionths as a number for reading.
pub fn number(micro: i64) -> f64 {
    let sign = if micro < 0 { "-" } else { "" };
    let (whole, rest) = (micro.unsigned_abs() / MILLION.unsigned_abs(), micro.unsigned_abs() % MILLION.unsigned_abs());
    format!("{sign}{whole}.{rest:06}").parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(
            (micro("12.5"), micro("7"), micro("0.000001"), micro("3.1234567")),
            (12_500_000, 7 * MILLION, 1, 3_123_456)
        );
        assert!((number(-1_500_000) + 1.5).abs() < f64::EPSILON && (number(12) - 0.000_012).abs() < f64::EPSILON);
        assert_eq!((part(1, 3), part(2, 0)), (333_333, 0));
        assert_eq!(value_of(5, 12, Amount(1_000)), Amount(417));
    }
}
