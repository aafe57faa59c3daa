//! Money and shares come as decimal numbers; here they are read digit by digit, so that 0.1 is a tenth
//! and nothing else. The split then works on whole multiples of the smallest digit that occurs.

/// An exact decimal number: `digits × 10^-places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

/// More decimal places than this are refused (a 64-bit float near one has at most 17).
const MAX_PLACES: u32 = 30;
/// Largest magnitude accepted for any number: 10^18.
const MAX_MAGNITUDE: u32 = 18;

/// Why a text is not a usable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Not a decimal number at all.
    NotANumber,
    /// 10^18 or more, or less than −10^18.
    TooLarge,
    /// More than 30 decimal places, or more digits than 38.
    TooPrecise,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { digits: 0, places: 0 };

    /// A whole number, such as an amount in minor units.
    pub const fn whole(value: i64) -> Self {
        Self { digits: value as i128, places: 0 }
    }

    /// Reads a number written as in JSON: sign, digits, point, exponent.
    ///
    /// # Errors
    /// See [`DecimalError`].
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at), text.get(at + 1..)),
            None => (Some(text), None),
        };
        let mantissa = mantissa.ok_or(DecimalError::NotANumber)?;
        let exponent: i64 = match exponent {
            Some(written) => exponent_of(written)?,
            None => 0,
        };
        let (negative, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let digits = [whole, fraction].concat();
        if whole.is_empty()
            || (unsigned.contains('.') && fraction.is_empty())
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(DecimalError::NotANumber);
        }
        let kept = digits.trim_start_matches('0');
        let trimmed = kept.trim_end_matches('0');
        if trimmed.is_empty() {
            return Ok(Self::ZERO);
        }
        let dropped = length(kept) - length(trimmed);
        let places = length(fraction) - dropped - exponent;
        Self::from_parts(trimmed, places, negative)
    }

    fn from_parts(digits: &str, places: i64, negative: bool) -> Result<Self, DecimalError> {
        if length(digits) - places > i64::from(MAX_MAGNITUDE) {
            return Err(DecimalError::TooLarge);
        }
        if places > i64::from(MAX_PLACES) || digits.len() > 36 {
            return Err(DecimalError::TooPrecise);
        }
        let read: i128 = digits.parse().map_err(|_| DecimalError::TooPrecise)?;
        let zeros = u32::try_from(-places).unwrap_or(0);
        let read = read.checked_mul(10_i128.pow(zeros)).ok_or(DecimalError::TooLarge)?;
        let places = u32::try_from(places).unwrap_or(0);
        Ok(Self { digits: if negative { -read } else { read }, places })
    }

    /// The exact product, or nothing if it has too many digits.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
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

    /// Below zero?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// Exactly zero?
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The number as a multiple of `10^-places`, or nothing if it is negative, does not fit, or has more places.
    pub(crate) fn scaled(self, places: u32) -> Option<u128> {
        let factor = 10_u128.checked_pow(places.checked_sub(self.places)?)?;
        u128::try_from(self.digits).ok()?.checked_mul(factor)
    }

    /// The number if it is whole.
    pub(crate) fn as_whole(self) -> Option<i64> {
        if self.places > 0 { None } else { i64::try_from(self.digits).ok() }
    }
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

fn exponent_of(written: &str) -> Result<i64, DecimalError> {
    let digits = written.trim_start_matches(['+', '-']);
    if digits.is_empty() || written.len() > digits.len() + 1 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    let significant = digits.trim_start_matches('0');
    let value: i64 = if significant.len() > 6 { 999_999 } else { significant.parse().unwrap_or(0) };
    Ok(if written.starts_with('-') { -value } else { value })
}
