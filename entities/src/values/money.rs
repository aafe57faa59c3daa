//! Money is whole minor units of one currency. Nothing is ever lost in a division: it is rounded once, half away
//! from zero, or split by largest remainder so that the parts are the whole.

use std::{iter::Sum, ops};

use poem_openapi::{Enum, Object};
use sea_orm::{DeriveActiveEnum, DeriveValueType, EnumIter};
use serde::{Deserialize, Serialize};

/// A currency of ISO 4217.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum, Enum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Currency {
    /// Chilean peso; it has no minor unit.
    #[sea_orm(string_value = "CLP")]
    #[oai(rename = "CLP")]
    #[serde(rename = "CLP")]
    Clp,
    /// United States dollar, in cents.
    #[sea_orm(string_value = "USD")]
    #[oai(rename = "USD")]
    #[serde(rename = "USD")]
    Usd,
    /// Euro, in cents.
    #[sea_orm(string_value = "EUR")]
    #[oai(rename = "EUR")]
    #[serde(rename = "EUR")]
    Eur,
}

impl Currency {
    /// Decimal digits of the minor unit.
    pub fn minor_digits(self) -> u32 {
        match self {
            Self::Clp => 0,
            Self::Usd | Self::Eur => 2,
        }
    }

    /// ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Clp => "CLP",
            Self::Usd => "USD",
            Self::Eur => "EUR",
        }
    }

    /// Reads an ISO 4217 code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Clp, Self::Usd, Self::Eur].into_iter().find(|c| c.code() == code)
    }
}

/// An amount in minor units of the currency that its row or document names.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Amount(pub i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount that Minga takes from outside: sums of a million of them still fit.
    pub const MAX: i64 = 1_000_000_000_000;

    /// The same amount with its currency, as the API shows it.
    pub fn of(self, currency: Currency) -> Money {
        Money { amount: self.0, currency }
    }

    /// `self × bps / 10,000`, rounded half away from zero.
    pub fn bps(self, bps: i32) -> Self {
        Self(round_half_away(i128::from(self.0) * i128::from(bps), 10_000))
    }
}

impl ops::Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl ops::Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl ops::Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl ops::AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl ops::SubAssign for Amount {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, ops::Add::add)
    }
}

/// An amount of money: whole minor units and the currency (CLP has no minor unit).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Object, Serialize, Deserialize)]
#[oai(deny_unknown_fields)]
pub struct Money {
    /// Minor units; may be negative where money goes back.
    #[oai(validator(minimum(value = "-1000000000000"), maximum(value = "1000000000000")))]
    pub amount: i64,
    /// Currency of ISO 4217.
    pub currency: Currency,
}

/// `numerator / denominator` rounded half away from zero, saturating at the ends of `i64`; `denominator` > 0.
pub fn round_half_away(numerator: i128, denominator: i128) -> i64 {
    let doubled = 2 * numerator.abs() + denominator;
    let rounded = doubled / (2 * denominator) * numerator.signum();
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// Net of a line: `unit_price × quantity × (1 − discount)`, rounded once, half away from zero.
pub fn line_net(unit_price: Amount, quantity: i64, discount_bps: i32) -> Amount {
    line_net_of(unit_price, 1, quantity, discount_bps)
}

/// As [`line_net`], where the price is that of `price_units` units together; at least 1.
pub fn line_net_of(price: Amount, price_units: i64, quantity: i64, discount_bps: i32) -> Amount {
    let exact = i128::from(price.0) * i128::from(quantity) * i128::from(10_000 - discount_bps);
    Amount(round_half_away(exact, 10_000 * i128::from(price_units.max(1))))
}

/// Splits `total` in proportion to `weights` (each ≥ 0) by largest remainder; ties go to the earlier weight, so the
/// caller orders them by stable code. The parts are the total. Where all weights are zero, every part is zero and
/// nothing is split.
pub fn split_by_largest_remainder(total: Amount, weights: &[i64]) -> Vec<Amount> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum <= 0 {
        return vec![Amount::ZERO; weights.len()];
    }
    let size = i128::from(total.0).abs();
    let sign = if total.0 < 0 { -1 } else { 1 };
    let mut parts: Vec<i128> = weights.iter().map(|w| size * i128::from(*w) / sum).collect();
    let left = size - parts.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| weights.get(*i).map(|w| std::cmp::Reverse(size * i128::from(*w) % sum)));
    for i in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(i) {
            *part += 1;
        }
    }
    parts.into_iter().map(|p| Amount(i64::try_from(p).unwrap_or(i64::MAX) * sign)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn rounds_half_away_from_zero() {
        for (n, d, want) in [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 7, 0), (1, 2, 1)] {
            assert_eq!(round_half_away(n, d), want, "{n}/{d}");
        }
        assert_eq!(line_net(Amount(1234), 7, 1500), Amount(7342));
        assert_eq!(Amount(1050).bps(1900), Amount(200));
    }

    proptest! {
        #[test]
        fn parts_are_the_whole_and_within_one_of_their_due(
            total in -Amount::MAX..=Amount::MAX,
            weights in prop::collection::vec(0_i64..1_000_000, 1..40),
        ) {
            let parts = split_by_largest_remainder(Amount(total), &weights);
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            if sum == 0 {
                prop_assert!(parts.iter().all(|p| p.0 == 0));
            } else {
                prop_assert_eq!(parts.iter().copied().sum::<Amount>(), Amount(total));
                for (part, weight) in parts.iter().zip(&weights) {
                    let due = i128::from(total) * i128::from(*weight);
                    prop_assert!((i128::from(part.0) * sum - due).abs() < sum);
                }
            }
        }
    }
}
