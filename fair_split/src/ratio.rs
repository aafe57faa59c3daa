//! Exact fractions and their comparison.

use std::cmp::Ordering;

use super::int256::U256;

/// A fraction with a denominator greater than zero: the ratio of a workshop, or a level.
///
/// `==` compares the fields; [`Self::compare`] compares the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    pub(crate) numerator: u128,
    pub(crate) denominator: u128,
}

impl Ratio {
    /// Compares the values of two fractions, exactly.
    pub(crate) fn compare(self, other: Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        compare_products(self.numerator, other.denominator, other.numerator, self.denominator)
    }

    /// The same value in lowest terms.
    pub(crate) fn reduced(self) -> Self {
        let divisor = greatest_common_divisor(self.numerator, self.denominator).max(1);
        Self { numerator: self.numerator / divisor, denominator: self.denominator / divisor }
    }
}

/// Compares `a × b` with `c × d`, exactly.
pub(crate) fn compare_products(a: u128, b: u128, c: u128, d: u128) -> Ordering {
    // the usual case, without the cost of a checked multiplication
    if (a | b | c | d) >> 64 == 0 {
        return (a * b).cmp(&(c * d));
    }
    match (a.checked_mul(b), c.checked_mul(d)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => U256::widening_mul(a, b).cmp(&U256::widening_mul(c, d)),
    }
}

/// Euclid's algorithm.
pub(crate) fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
