//! The integer type of a flow: as narrow as the numbers of a subproblem allow, because additions dominate the time.

use std::ops::{Add, Sub};

use super::super::int256::U256;

/// An unsigned integer that flows are counted in. Implementations differ in width only.
pub(super) trait FlowInt: Copy + Ord + Default + Add<Output = Self> + Sub<Output = Self> {
    /// Narrows a number; the caller has checked that it fits.
    fn from_u256(value: U256) -> Self;

    fn to_u256(self) -> U256;

    fn is_zero(self) -> bool {
        self == Self::default()
    }
}

impl FlowInt for u64 {
    fn from_u256(value: U256) -> Self {
        Self::try_from(value.saturating_to_u128()).unwrap_or(Self::MAX)
    }

    fn to_u256(self) -> U256 {
        u128::from(self).into()
    }
}

impl FlowInt for u128 {
    fn from_u256(value: U256) -> Self {
        value.saturating_to_u128()
    }

    fn to_u256(self) -> U256 {
        self.into()
    }
}

impl FlowInt for U256 {
    fn from_u256(value: U256) -> Self {
        value
    }

    fn to_u256(self) -> U256 {
        self
    }
}
