//! The number type of a flow: as narrow as the instance allows, because a flow spends its time adding.

use super::super::wide::Wide;

/// A whole number that a flow is counted in. All of them behave alike; only their width differs.
pub(super) trait Amount: Copy + Ord + Default {
    /// From 256 bits; the caller has checked that it fits.
    fn from_wide(value: Wide) -> Self;
    fn to_wide(self) -> Wide;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl Amount for u64 {
    fn from_wide(value: Wide) -> Self {
        Self::try_from(value.narrow()).unwrap_or(Self::MAX)
    }
    fn to_wide(self) -> Wide {
        Wide::new(self.into())
    }
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn minus(self, other: Self) -> Self {
        self - other
    }
}

impl Amount for u128 {
    fn from_wide(value: Wide) -> Self {
        value.narrow()
    }
    fn to_wide(self) -> Wide {
        Wide::new(self)
    }
    fn plus(self, other: Self) -> Self {
        self + other
    }
    fn minus(self, other: Self) -> Self {
        self - other
    }
}

impl Amount for Wide {
    fn from_wide(value: Wide) -> Self {
        value
    }
    fn to_wide(self) -> Wide {
        self
    }
    fn plus(self, other: Self) -> Self {
        Self::plus(self, other)
    }
    fn minus(self, other: Self) -> Self {
        Self::minus(self, other)
    }
}
