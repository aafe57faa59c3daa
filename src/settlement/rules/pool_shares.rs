//! How a pool is shared among its makers, and how much of each share may be paid out so far.
//!
//! Every division is by largest remainder on cumulative figures, so the parts always add up to the whole, and an amount
//! paid in parts is divided as if it had been paid at once.

use entities::values::{Amount, SaleTaxes, SalesModel, TaxStatus, round_half_away, split_by_largest_remainder};

use super::{
    Earnings,
    commission::{commission, commission_vat},
};

/// What a workshop contributed to a pool, and the commission on its share.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    /// Units accepted from it.
    pub accepted: i64,
    /// Commission, in basis points of its net share.
    pub commission_bps: i32,
    /// VAT on the commission, in basis points.
    pub commission_vat_bps: i32,
    /// Who declares the taxes of its sales.
    pub sale_taxes: SaleTaxes,
}

/// Who declares the taxes of a workshop's sales.
///
/// Under mandate the sale is the workshop's: what it declares, it receives. In resale the cooperative declares the sale,
/// and a workshop that issues documents adds taxes to its own invoice. A workshop without VAT declares none, so the taxes
/// that the buyers paid stay with the cooperative, which owes them.
pub const fn sale_taxes(model: SalesModel, status: TaxStatus) -> SaleTaxes {
    match (model, status) {
        (SalesModel::Mandate, TaxStatus::IssuesDocuments) => SaleTaxes::Workshop,
        (SalesModel::Resale, TaxStatus::IssuesDocuments) => SaleTaxes::Invoiced,
        (_, TaxStatus::Exempt) => SaleTaxes::Cooperative,
        (_, TaxStatus::None) => SaleTaxes::Undecided,
    }
}

/// VAT on the commission. In resale what the cooperative keeps is its margin, not a service.
pub const fn commission_vat_bps(model: SalesModel, mandate_bps: i32) -> i32 {
    match model {
        SalesModel::Mandate => mandate_bps,
        SalesModel::Resale => 0,
    }
}

/// Shares a pool among its makers by accepted quantity; `None` where nothing was accepted.
///
/// `makers` is in the order of their stable codes, which decides equal remainders.
pub fn share_pool(net: Amount, vat: Amount, makers: &[Maker]) -> Option<Vec<Earnings>> {
    let accepted: Vec<i64> = makers.iter().map(|maker| maker.accepted).collect();
    if accepted.iter().all(|units| *units == 0) {
        return None;
    }
    let nets = split_by_largest_remainder(net, &accepted);
    let taxes = split_by_largest_remainder(vat, &accepted);
    Some(makers.iter().zip(nets).zip(taxes).map(|((maker, net), tax)| share(maker, net, tax)).collect())
}

/// What a maker earns of its part of a pool, with the `tax` that the buyers were charged on that part.
fn share(maker: &Maker, net: Amount, tax: Amount) -> Earnings {
    let commission = commission(net, maker.commission_bps);
    let vat = match maker.sale_taxes {
        SaleTaxes::Workshop => tax,
        // Its invoice to the cooperative bears the same rates on what it is paid.
        SaleTaxes::Invoiced => in_proportion(tax, net - commission, net),
        SaleTaxes::Cooperative | SaleTaxes::Undecided => Amount::ZERO,
    };
    let commission_vat = commission_vat(commission, maker.commission_vat_bps);
    Earnings { net, vat, kept_tax: tax - vat, commission, commission_vat }
}

/// The part of each share that may be paid out, when `paid_net` and `paid_vat` of the pool have been paid so far. When
/// the whole pool is paid, it is the share itself.
pub fn payable_so_far(shares: &[Earnings], paid_net: Amount, paid_vat: Amount) -> Vec<Earnings> {
    let nets = split_by_largest_remainder(paid_net, &weights(shares, |share| share.net));
    let taxes = split_by_largest_remainder(paid_vat, &weights(shares, |share| share.vat + share.kept_tax));
    let payable = shares.iter().zip(nets).zip(taxes).map(|((share, net), tax)| {
        let vat = in_proportion(share.vat, tax, share.vat + share.kept_tax);
        Earnings {
            net,
            vat,
            kept_tax: tax - vat,
            commission: in_proportion(share.commission, net, share.net),
            commission_vat: in_proportion(share.commission_vat, net, share.net),
        }
    });
    payable.collect()
}

fn weights(shares: &[Earnings], amount: impl Fn(&Earnings) -> Amount) -> Vec<i64> {
    shares.iter().map(|share| amount(share).0.max(0)).collect()
}

/// `amount × part ∕ whole`, rounded half away from zero; zero where `whole` is.
fn in_proportion(amount: Amount, part: Amount, whole: Amount) -> Amount {
    if whole.0 == 0 {
        Amount::ZERO
    } else {
        Amount(round_half_away(i128::from(amount.0) * i128::from(part.0), i128::from(whole.0)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SALE_TAXES: [SaleTaxes; 4] =
        [SaleTaxes::Workshop, SaleTaxes::Invoiced, SaleTaxes::Cooperative, SaleTaxes::Undecided];

    fn makers() -> impl Strategy<Value = Vec<Maker>> {
        prop::collection::vec(
            (0_i64..5_000, 0_i32..3_000, 0_usize..4).prop_map(|(accepted, bps, taxes)| Maker {
                accepted,
                commission_bps: bps,
                commission_vat_bps: 1_900,
                sale_taxes: SALE_TAXES[taxes],
            }),
            1..12,
        )
    }

    proptest! {
        #[test]
        fn shares_and_commission_are_the_pool(net in 0_i64..900_000_000, vat in 0_i64..90_000_000, makers in makers()) {
            let Some(shares) = share_pool(Amount(net), Amount(vat), &makers) else {
                prop_assert!(makers.iter().all(|m| m.accepted == 0));
                return Ok(());
            };
            prop_assert_eq!(shares.iter().map(|s| s.net).sum::<Amount>(), Amount(net));
            prop_assert_eq!(shares.iter().map(|s| s.vat + s.kept_tax).sum::<Amount>(), Amount(vat));
            for (share, maker) in shares.iter().zip(&makers) {
                match maker.sale_taxes {
                    SaleTaxes::Workshop => prop_assert_eq!(share.kept_tax, Amount::ZERO),
                    SaleTaxes::Invoiced => prop_assert!(share.kept_tax >= Amount::ZERO && share.vat >= Amount::ZERO),
                    SaleTaxes::Cooperative | SaleTaxes::Undecided => prop_assert_eq!(share.vat, Amount::ZERO),
                }
            }
            let out: Amount = shares.iter().map(|s| s.total() + s.kept_tax + s.commission + s.commission_vat).sum();
            prop_assert_eq!(out, Amount(net + vat));
            let same = share_pool(Amount(net), Amount(vat), &makers);
            prop_assert_eq!(Some(shares), same);
        }

        #[test]
        fn payments_reach_the_makers_whole_and_end_at_their_shares(
            net in 1_i64..900_000_000,
            vat in 0_i64..90_000_000,
            makers in makers(),
            steps in prop::collection::vec(0_i64..=1_000, 0..6),
        ) {
            let Some(shares) = share_pool(Amount(net), Amount(vat), &makers) else { return Ok(()) };
            for step in steps {
                let (paid_net, paid_vat) = (Amount(net * step / 1_000), Amount(vat * step / 1_000));
                let so_far = payable_so_far(&shares, paid_net, paid_vat);
                prop_assert_eq!(so_far.iter().map(|s| s.net).sum::<Amount>(), paid_net);
                prop_assert_eq!(so_far.iter().map(|s| s.vat + s.kept_tax).sum::<Amount>(), paid_vat);
                for (now, whole) in so_far.iter().zip(&shares) {
                    prop_assert!(now.commission.0 <= whole.commission.0 + 1);
                }
            }
            prop_assert_eq!(payable_so_far(&shares, Amount(net), Amount(vat)), shares);
        }
    }

    /// Writes the worked examples that an accountant confirms: `docs/tax-examples.md`.
    fn worked_examples() -> String {
        let statuses = [
            (TaxStatus::IssuesDocuments, "issues documents"),
            (TaxStatus::Exempt, "exempt"),
            (TaxStatus::None, "none"),
        ];
        let sales = [("honey", 100_000, 1_900, 0), ("liqueur", 100_000, 1_900, 3_150), ("book", 100_000, 0, 0)];
        let mut text = String::new();
        for (model, name) in [(SalesModel::Mandate, "mandate"), (SalesModel::Resale, "resale")] {
            for (status, status_name) in statuses {
                for (product, net, vat_bps, additional_bps) in sales {
                    let tax = Amount(net).bps(vat_bps) + Amount(net).bps(additional_bps);
                    let maker = Maker {
                        accepted: 1,
                        commission_bps: 1_000,
                        commission_vat_bps: commission_vat_bps(model, 1_900),
                        sale_taxes: sale_taxes(model, status),
                    };
                    let earned = share(&maker, Amount(net), tax);
                    text.push_str(&format!(
                        "| {name} | {status_name} | {product} | {net} | {} | {} | {} | {} | {} | {} |\n",
                        tax.0,
                        earned.vat.0,
                        earned.kept_tax.0,
                        earned.commission.0,
                        earned.commission_vat.0,
                        earned.total().0,
                    ));
                }
            }
        }
        text
    }

    #[test]
    fn the_worked_examples_are_what_is_computed() {
        let page = include_str!("../../../docs/tax-examples.md");
        let examples = worked_examples();
        assert!(page.contains(&examples), "docs/tax-examples.md must contain:\n{examples}");
    }
}
