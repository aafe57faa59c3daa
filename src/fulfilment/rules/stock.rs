//! Rules of the cooperative's stock: what its goods cost, and what may leave it.
//!
//! What was accepted is paid to its makers, so goods that no buyer got belong to the cooperative at the value that their
//! makers are paid. Each disposal carries a part of that value, and all disposals of an item together carry all of it.

use entities::values::{Amount, StockDisposalKind, round_half_away, split_by_largest_remainder};

use crate::fulfilment::errors::FulfilmentError;

/// A disposal of stock, before it is recorded.
#[derive(Clone, Copy, Debug)]
pub struct DisposalTerms {
    /// How the goods leave.
    pub kind: StockDisposalKind,
    /// Units.
    pub units: i64,
    /// What was received for them, with taxes.
    pub total: Option<Amount>,
    /// Whether a reason or a recipient is given.
    pub is_explained: bool,
}

/// Checks a disposal against the units that are left, and returns what was received for it.
///
/// # Errors
/// `StockTooLow`; `SaleTotalMismatch`; `DisposalUnexplained`.
pub fn check_disposal(terms: DisposalTerms, remaining: i64) -> Result<Amount, FulfilmentError> {
    if terms.units > remaining {
        return Err(FulfilmentError::StockTooLow { available: remaining });
    }
    let is_sale = terms.kind == StockDisposalKind::Sold;
    match terms.total {
        Some(total) if is_sale && total > Amount::ZERO => Ok(total),
        None if is_sale => Err(FulfilmentError::SaleTotalMismatch),
        Some(_) => Err(FulfilmentError::SaleTotalMismatch),
        None if terms.is_explained => Ok(Amount::ZERO),
        None => Err(FulfilmentError::DisposalUnexplained),
    }
}

/// The value of `units` of an item of which `remaining` units are left: the difference of the values left before and
/// after, so that the parts always add up to the whole.
pub fn cost_of(value: Amount, units_of_item: i64, remaining: i64, units: i64) -> Amount {
    let value_left =
        |left: i64| Amount(round_half_away(i128::from(value.0) * i128::from(left), i128::from(units_of_item.max(1))));
    value_left(remaining) - value_left(remaining - units)
}

/// The taxes in what was received for goods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IncludedTaxes {
    /// VAT.
    pub vat: Amount,
    /// Additional taxes.
    pub additional_tax: Amount,
}

/// The taxes that a total includes, at these rates in basis points.
pub fn included_taxes(total: Amount, vat_bps: i32, additional_bps: i32) -> IncludedTaxes {
    let weights = [10_000, i64::from(vat_bps.max(0)), i64::from(additional_bps.max(0))];
    let mut taxes = split_by_largest_remainder(total, &weights).into_iter().skip(1);
    IncludedTaxes { vat: taxes.next().unwrap_or_default(), additional_tax: taxes.next().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn disposals_carry_the_whole_value_of_an_item(value in 0_i64..90_000_000, parts in prop::collection::vec(1_i64..200, 1..9)) {
            let units: i64 = parts.iter().sum();
            let mut remaining = units;
            let mut cost = Amount::ZERO;
            for part in parts {
                cost += cost_of(Amount(value), units, remaining, part);
                remaining -= part;
            }
            prop_assert_eq!((remaining, cost), (0, Amount(value)));
        }

        #[test]
        fn a_reversed_disposal_gives_its_value_back(value in 0_i64..90_000_000, units in 2_i64..500, part in 1_i64..200) {
            let part = part.min(units);
            let out = cost_of(Amount(value), units, units, part);
            let back = cost_of(Amount(value), units, units - part, -part);
            prop_assert_eq!(out + back, Amount::ZERO);
        }

        #[test]
        fn a_sale_includes_its_taxes(total in 1_i64..90_000_000, vat in 0_i32..3_000, additional in 0_i32..4_000) {
            let taxes = included_taxes(Amount(total), vat, additional);
            prop_assert!(taxes.vat >= Amount::ZERO && taxes.additional_tax >= Amount::ZERO);
            let net = Amount(total) - taxes.vat - taxes.additional_tax;
            prop_assert!(net > Amount::ZERO || total < 2);
            prop_assert!((net.bps(vat).0 - taxes.vat.0).abs() <= 1, "{taxes:?}");
            prop_assert!((net.bps(additional).0 - taxes.additional_tax.0).abs() <= 1, "{taxes:?}");
        }
    }

    #[test]
    fn only_a_sale_has_a_total_and_the_rest_is_explained() {
        use StockDisposalKind::{GivenAway, Sold, WrittenOff};
        let terms = |kind, total: Option<i64>, is_explained| DisposalTerms {
            kind,
            units: 2,
            total: total.map(Amount),
            is_explained,
        };
        assert_eq!(check_disposal(terms(Sold, Some(1_000), false), 2).ok(), Some(Amount(1_000)));
        assert_eq!(check_disposal(terms(WrittenOff, None, true), 2).ok(), Some(Amount::ZERO));
        assert!(check_disposal(terms(Sold, None, true), 2).is_err());
        assert!(check_disposal(terms(Sold, Some(0), true), 2).is_err());
        assert!(check_disposal(terms(GivenAway, Some(5), true), 2).is_err());
        assert!(check_disposal(terms(GivenAway, None, false), 2).is_err());
        assert!(check_disposal(terms(Sold, Some(1_000), true), 1).is_err());
    }
}
