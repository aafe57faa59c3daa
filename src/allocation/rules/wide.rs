//! Whole numbers of up to 256 bits, for the places of the fair split where money is multiplied by
//! shares. No decision of the split may hang on a rounded number, so products are kept whole.

use std::cmp::Ordering;

/// An unsigned whole number below 2^256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    pub(crate) const ZERO: Self = Self { high: 0, low: 0 };

    /// The number itself.
    pub(crate) const fn new(low: u128) -> Self {
        Self { high: 0, low }
    }

    /// The exact product of two numbers.
    pub(crate) fn product(a: u128, b: u128) -> Self {
        if (a | b) >> 64 == 0 {
            return Self::new(a * b);
        }
        let mask = u128::from(u64::MAX);
        let (a_high, a_low, b_high, b_low) = (a >> 64, a & mask, b >> 64, b & mask);
        let (cross_1, cross_2) = (a_high * b_low, a_low * b_high);
        let base = Self { high: a_high * b_high, low: a_low * b_low };
        base.plus(Self { high: cross_1 >> 64, low: cross_1 << 64 })
            .plus(Self { high: cross_2 >> 64, low: cross_2 << 64 })
    }

    /// The sum. The caller keeps numbers below 2^250 (checked once for the whole instance).
    pub(crate) fn plus(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        Self { high: self.high.wrapping_add(other.high).wrapping_add(u128::from(carry)), low }
    }

    /// The difference; zero where `other` is larger.
    pub(crate) fn minus(self, other: Self) -> Self {
        if other >= self {
            return Self::ZERO;
        }
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Self { high: self.high.wrapping_sub(other.high).wrapping_sub(u128::from(borrow)), low }
    }

    pub(crate) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The number as 128 bits; the largest such number if it does not fit.
    pub(crate) fn narrow(self) -> u128 {
        if self.high == 0 { self.low } else { u128::MAX }
    }

    /// How many binary digits the number has.
    pub(crate) fn bits(self) -> u32 {
        if self.high > 0 { 256 - self.high.leading_zeros() } else { 128 - self.low.leading_zeros() }
    }

    fn shifted(self, by: u32) -> Self {
        match by {
            0 => self,
            1..128 => Self { high: (self.high << by) | (self.low >> (128 - by)), low: self.low << by },
            128..256 => Self { high: self.low << (by - 128), low: 0 },
            _ => Self::ZERO,
        }
    }

    /// Quotient (at most 128 bits are asked for) and remainder; a divisor of zero gives (0, self).
    pub(crate) fn divided(self, divisor: Self) -> (u128, Self) {
        if divisor.is_zero() || self < divisor {
            return (0, self);
        }
        if self.high == 0 {
            return (self.low / divisor.low, Self::new(self.low % divisor.low));
        }
        let (mut rest, mut quotient) = (self, 0_u128);
        for by in (0..=self.bits() - divisor.bits()).rev() {
            quotient <<= 1;
            let step = divisor.shifted(by);
            if step <= rest {
                rest = rest.minus(step);
                quotient |= 1;
            }
        }
        (quotient, rest)
    }
}

/// A ratio of two whole numbers, the lower one greater than zero. Compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    pub(crate) over: u128,
    pub(crate) under: u128,
}

impl Ratio {
    pub(crate) fn compare(self, other: Self) -> Ordering {
        compare_products(self.over, other.under, other.over, self.under)
    }

    /// In lowest terms.
    pub(crate) fn reduced(self) -> Self {
        let divisor = greatest_common_divisor(self.over, self.under).max(1);
        Self { over: self.over / divisor, under: self.under / divisor }
    }
}

/// Compares `a × b` with `c × d` exactly.
pub(crate) fn compare_products(a: u128, b: u128, c: u128, d: u128) -> Ordering {
    // the usual case, without the cost of a checked product
    if (a | b | c | d) >> 64 == 0 {
        return (a * b).cmp(&(c * d));
    }
    match (a.checked_mul(b), c.checked_mul(d)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => Wide::product(a, b).cmp(&Wide::product(c, d)),
    }
}

/// Euclid's greatest common divisor.
pub(crate) fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
