//! Unsigned 256-bit integers.
//!
//! The split compares products of money and shares. No decision may depend on a rounded number, so products that
//! exceed 128 bits are kept exactly.

use std::ops::{Add, Sub};

/// An unsigned integer below 2^256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(crate) struct U256 {
    high: u128,
    low: u128,
}

impl From<u128> for U256 {
    fn from(low: u128) -> Self {
        Self { high: 0, low }
    }
}

/// The caller keeps numbers below 2^250, which is checked once for the whole instance.
impl Add for U256 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (low, carry) = self.low.overflowing_add(other.low);
        Self { high: self.high.wrapping_add(other.high).wrapping_add(u128::from(carry)), low }
    }
}

/// Saturates at zero.
impl Sub for U256 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        if other >= self {
            return Self::ZERO;
        }
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Self { high: self.high.wrapping_sub(other.high).wrapping_sub(u128::from(borrow)), low }
    }
}

impl U256 {
    pub(crate) const ZERO: Self = Self { high: 0, low: 0 };

    /// The exact product of two 128-bit integers.
    pub(crate) fn widening_mul(a: u128, b: u128) -> Self {
        if (a | b) >> 64 == 0 {
            return Self::from(a * b);
        }
        let mask = u128::from(u64::MAX);
        let (a_high, a_low, b_high, b_low) = (a >> 64, a & mask, b >> 64, b & mask);
        let (cross_1, cross_2) = (a_high * b_low, a_low * b_high);
        Self { high: a_high * b_high, low: a_low * b_low }
            + Self { high: cross_1 >> 64, low: cross_1 << 64 }
            + Self { high: cross_2 >> 64, low: cross_2 << 64 }
    }

    pub(crate) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// The value as 128 bits, or `u128::MAX` if it does not fit.
    pub(crate) fn saturating_to_u128(self) -> u128 {
        if self.high == 0 { self.low } else { u128::MAX }
    }

    /// Number of significant bits.
    pub(crate) fn bits(self) -> u32 {
        if self.high > 0 { 256 - self.high.leading_zeros() } else { 128 - self.low.leading_zeros() }
    }

    fn shl(self, by: u32) -> Self {
        match by {
            0 => self,
            1..128 => Self { high: (self.high << by) | (self.low >> (128 - by)), low: self.low << by },
            128..256 => Self { high: self.low << (by - 128), low: 0 },
            _ => Self::ZERO,
        }
    }

    /// Quotient and remainder. The caller makes sure that the quotient fits 128 bits; division by zero gives
    /// `(0, self)`.
    pub(crate) fn div_rem(self, divisor: Self) -> (u128, Self) {
        if divisor.is_zero() || self < divisor {
            return (0, self);
        }
        if self.high == 0 {
            return (self.low / divisor.low, Self::from(self.low % divisor.low));
        }
        let (mut remainder, mut quotient) = (self, 0_u128);
        for by in (0..=self.bits() - divisor.bits()).rev() {
            quotient <<= 1;
            let shifted = divisor.shl(by);
            if shifted <= remainder {
                remainder = remainder - shifted;
                quotient |= 1;
            }
        }
        (quotient, remainder)
    }
}
