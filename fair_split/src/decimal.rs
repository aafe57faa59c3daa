//! Exact decimal numbers.
//!
//! Money and shares are read digit by digit, so that 0.1 is exactly one tenth. The split then works on integer
//! multiples of the smallest decimal place in use.

use std::str::FromStr;

/// An exact decimal number: `digits × 10^-places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// Most decimal places accepted (a 64-bit float close to one has at most 17).
const MAX_PLACES: u32 = 30;
/// Exclusive bound on the magnitude of a number, as a power of ten: 10^18.
const MAX_MAGNITUDE: u32 = 18;
/// Most significant digits accepted.
const MAX_DIGITS: usize = 36;

/// Why a text is not a valid [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseDecimalError {
    /// The text is not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// The magnitude is 10^18 or more.
    #[error("the number is too large")]
    TooLarge,
    /// More than 30 decimal places or 36 significant digits.
    #[error("the number has too many digits")]
    TooPrecise,
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self { digits: value.into(), places: 0 }
    }
}

/// Parses a number written as in JSON: sign, digits, point, exponent.
impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, ParseDecimalError> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at), text.get(at + 1..)),
            None => (Some(text), None),
        };
        let mantissa = mantissa.ok_or(ParseDecimalError::NotANumber)?;
        let exponent = exponent.map_or(Ok(0), parse_exponent)?;
        let (negative, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (integer, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = [integer, fraction].concat();
        if integer.is_empty()
            || (unsigned.contains('.') && fraction.is_empty())
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(ParseDecimalError::NotANumber);
        }
        let significant = digits.trim_start_matches('0');
        let trimmed = significant.trim_end_matches('0');
        if trimmed.is_empty() {
            return Ok(Self::ZERO);
        }
        let trailing_zeros = len(significant) - len(trimmed);
        let places = len(fraction) - trailing_zeros - exponent;
        Self::from_parts(trimmed, places, negative)
    }
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { digits: 0, places: 0 };

    fn from_parts(digits: &str, places: i64, negative: bool) -> Result<Self, ParseDecimalError> {
        if len(digits) - places > i64::from(MAX_MAGNITUDE) {
            return Err(ParseDecimalError::TooLarge);
        }
        if places > i64::from(MAX_PLACES) || digits.len() > MAX_DIGITS {
            return Err(ParseDecimalError::TooPrecise);
        }
        let magnitude: i128 = digits.parse().map_err(|_| ParseDecimalError::TooPrecise)?;
        let zeros = u32::try_from(-places).unwrap_or(0);
        let magnitude = magnitude.checked_mul(10_i128.pow(zeros)).ok_or(ParseDecimalError::TooLarge)?;
        let places = u32::try_from(places).unwrap_or(0);
        Ok(Self { digits: if negative { -magnitude } else { magnitude }, places })
    }

    /// The exact product, or `None` if it has too many digits.
    #[must_use]
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let mut result = Self { digits: self.digits.checked_mul(other.digits)?, places: self.places + other.places };
        while result.places > 0 && result.digits % 10 == 0 {
            result.digits /= 10;
            result.places -= 1;
        }
        Some(result)
    }

    /// Decimal places in use.
    pub(crate) const fn places(self) -> u32 {
        self.places
    }

    /// Whether the number is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// Whether the number is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The number as a multiple of `10^-places`; `None` if it is negative, does not fit, or has more places.
    pub(crate) fn scaled(self, places: u32) -> Option<u128> {
        let factor = 10_u128.checked_pow(places.checked_sub(self.places)?)?;
        u128::try_from(self.digits).ok()?.checked_mul(factor)
    }

    /// The number as an integer; `None` if it has a fraction or does not fit.
    pub(crate) fn to_integer(self) -> Option<i64> {
        if self.places > 0 { None } else { i64::try_from(self.digits).ok() }
    }
}

fn len(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// The exponent, cut to ±999,999, which is out of range for any mantissa that fits.
fn parse_exponent(text: &str) -> Result<i64, ParseDecimalError> {
    let digits = text.trim_start_matches(['+', '-']);
    if digits.is_empty() || text.len() > digits.len() + 1 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ParseDecimalError::NotANumber);
    }
    let significant = digits.trim_start_matches('0');
    let value: i64 = if significant.len() > 6 { 999_999 } else { significant.parse().unwrap_or(0) };
    Ok(if text.starts_with('-') { -value } else { value })
}
