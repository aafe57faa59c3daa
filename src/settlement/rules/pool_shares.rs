//! How a pool is shared among its makers, and how much of each share may be paid out so far.
//!
//! Every division is by largest remainder on cumulative figures, so the parts always add up to the whole, and an amount
//! paid in parts is divided as if it had been paid at once.

use entities::values::{
    Amount, PayablesDue, SaleTaxes, SalesModel, TaxStatus, round_half_away, split_by_largest_remainder,
};

use super::{
    Earnings, LineValue,
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
    /// What buyers were credited because of quality faults of its batches.
    pub fault: LineValue,
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

/// Shares a pool among its makers by accepted quantity; `None` where it has a value and nothing was accepted. `value` is
/// what credit notes have left: the quality faults among these are taken from their makers alone, as far as their parts
/// reach.
///
/// `makers` is in the order of their stable codes, which decides equal remainders.
pub fn share_pool(value: LineValue, makers: &[Maker]) -> Option<Vec<Earnings>> {
    let accepted: Vec<i64> = makers.iter().map(|maker| maker.accepted).collect();
    if accepted.iter().all(|units| *units == 0) {
        return (value == LineValue::default()).then(|| vec![Earnings::default(); makers.len()]);
    }
    let split = |amount: fn(&LineValue) -> Amount| {
        let faults: Vec<Amount> = makers.iter().map(|maker| amount(&maker.fault)).collect();
        split_with_faults(amount(&value), &accepted, &faults)
    };
    let nets = split(|value| value.net);
    let vats = split(|value| value.vat);
    let additional_taxes = split(|value| value.additional_tax);
    let parts = nets.into_iter().zip(vats).zip(additional_taxes);
    let parts = parts.map(|((net, vat), additional_tax)| LineValue { net, vat, additional_tax });
    Some(makers.iter().zip(parts).map(|(maker, part)| share(maker, part)).collect())
}

/// Divides an amount of a pool by accepted units as if there had been no faults, and takes each fault from its maker's part.
/// Who has less than its faults gets nothing, and what is missing is spread over the others.
fn split_with_faults(amount: Amount, accepted: &[i64], faults: &[Amount]) -> Vec<Amount> {
    let mut weights = accepted.to_vec();
    loop {
        // A pool worth less than nothing has no parts that could bear anything.
        let bears = |weight: i64| weight > 0 && amount >= Amount::ZERO;
        let borne =
            weights.iter().zip(faults).map(|(weight, fault)| if bears(*weight) { *fault } else { Amount::ZERO });
        let borne: Vec<Amount> = borne.collect();
        let parts = split_by_largest_remainder(amount + borne.iter().copied().sum(), &weights);
        let mut is_borne = true;
        for ((weight, part), fault) in weights.iter_mut().zip(&parts).zip(&borne) {
            if fault > part {
                *weight = 0;
                is_borne = false;
            }
        }
        if is_borne {
            return parts.into_iter().zip(borne).map(|(part, fault)| part - fault).collect();
        }
    }
}

/// Divides the value of a line by units.
pub fn split_line_value(value: LineValue, units: &[i64]) -> Vec<LineValue> {
    split_value(value, units, units, units)
}

/// Divides a value by these weights of its net value, its VAT and its additional taxes.
fn split_value(value: LineValue, net: &[i64], vat: &[i64], additional_tax: &[i64]) -> Vec<LineValue> {
    let nets = split_by_largest_remainder(value.net, net);
    let vats = split_by_largest_remainder(value.vat, vat);
    let additional_taxes = split_by_largest_remainder(value.additional_tax, additional_tax);
    let parts = nets.into_iter().zip(vats).zip(additional_taxes);
    parts.map(|((net, vat), additional_tax)| LineValue { net, vat, additional_tax }).collect()
}

/// What a maker earns of its part of a pool: the net value, and the taxes that the buyers were charged on it.
fn share(maker: &Maker, part: LineValue) -> Earnings {
    let net = part.net;
    let commission = commission(net, maker.commission_bps);
    let received = |tax: Amount| match maker.sale_taxes {
        SaleTaxes::Workshop => tax,
        // Its invoice to the cooperative bears the same rates on what it is paid.
        SaleTaxes::Invoiced => in_proportion(tax, net - commission, net),
        SaleTaxes::Cooperative | SaleTaxes::Undecided => Amount::ZERO,
    };
    let (vat, additional_tax) = (received(part.vat), received(part.additional_tax));
    let commission_vat = commission_vat(commission, maker.commission_vat_bps);
    let (kept_vat, kept_additional_tax) = (part.vat - vat, part.additional_tax - additional_tax);
    Earnings { net, vat, additional_tax, kept_vat, kept_additional_tax, commission, commission_vat }
}

/// What of a share is payable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueEarnings {
    /// What is payable.
    pub earnings: Earnings,
    /// What of it the buyers have not paid yet: the cooperative waits for it in the workshop's place.
    pub carried: Amount,
}

/// What of each share is payable, when `paid` of the pool has been paid so far: as much, or all of it
/// where the earnings fall due when the pool closes.
pub fn due_earnings(due: PayablesDue, shares: &[Earnings], paid: LineValue) -> Vec<DueEarnings> {
    let due_of = |(share, paid): (&Earnings, Earnings)| match due {
        PayablesDue::Payment => DueEarnings { earnings: paid, carried: Amount::ZERO },
        PayablesDue::PoolClosing => DueEarnings { earnings: *share, carried: share.total() - paid.total() },
    };
    shares.iter().zip(payable_so_far(shares, paid)).map(due_of).collect()
}

/// The part of each share that may be paid out, when `paid` of the pool has been paid so far. When the whole pool is paid,
/// it is the share itself.
fn payable_so_far(shares: &[Earnings], paid: LineValue) -> Vec<Earnings> {
    let net = weights(shares, |sale| sale.net);
    let vat = weights(shares, |sale| sale.vat);
    let additional_tax = weights(shares, |sale| sale.additional_tax);
    let parts = split_value(paid, &net, &vat, &additional_tax);
    let payable = shares.iter().zip(parts).map(|(share, part)| {
        let sale = share.sale();
        let vat = in_proportion(share.vat, part.vat, sale.vat);
        let additional_tax = in_proportion(share.additional_tax, part.additional_tax, sale.additional_tax);
        Earnings {
            net: part.net,
            vat,
            additional_tax,
            kept_vat: part.vat - vat,
            kept_additional_tax: part.additional_tax - additional_tax,
            commission: in_proportion(share.commission, part.net, sale.net),
            commission_vat: in_proportion(share.commission_vat, part.net, sale.net),
        }
    });
    payable.collect()
}

fn weights(shares: &[Earnings], amount: impl Fn(&LineValue) -> Amount) -> Vec<i64> {
    shares.iter().map(|share| amount(&share.sale()).0.max(0)).collect()
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
                fault: LineValue::default(),
            }),
            1..12,
        )
    }

    fn values() -> impl Strategy<Value = LineValue> {
        let value = |(net, vat, additional)| LineValue {
            net: Amount(net),
            vat: Amount(vat),
            additional_tax: Amount(additional),
        };
        (1_i64..900_000_000, 0_i64..90_000_000, 0_i64..90_000_000).prop_map(value)
    }

    fn part_of(value: LineValue, permille: i64) -> LineValue {
        let part = |amount: Amount| Amount(amount.0 * permille / 1_000);
        LineValue { net: part(value.net), vat: part(value.vat), additional_tax: part(value.additional_tax) }
    }

    fn sales(shares: &[Earnings]) -> LineValue {
        shares.iter().map(|share| share.sale()).sum()
    }

    proptest! {
        #[test]
        fn shares_and_commission_are_the_pool(value in values(), makers in makers()) {
            let Some(shares) = share_pool(value, &makers) else {
                prop_assert!(makers.iter().all(|m| m.accepted == 0));
                return Ok(());
            };
            prop_assert_eq!(sales(&shares), value);
            for (share, maker) in shares.iter().zip(&makers) {
                let received = share.vat + share.additional_tax;
                let kept = share.kept_vat + share.kept_additional_tax;
                match maker.sale_taxes {
                    SaleTaxes::Workshop => prop_assert_eq!(kept, Amount::ZERO),
                    SaleTaxes::Invoiced => {
                        let taxes = [share.vat, share.additional_tax, share.kept_vat, share.kept_additional_tax];
                        prop_assert!(taxes.iter().all(|tax| *tax >= Amount::ZERO));
                    }
                    SaleTaxes::Cooperative | SaleTaxes::Undecided => prop_assert_eq!(received, Amount::ZERO),
                }
            }
            let kept = |s: &Earnings| s.kept_vat + s.kept_additional_tax + s.commission + s.commission_vat;
            let out: Amount = shares.iter().map(|share| share.total() + kept(share)).sum();
            prop_assert_eq!(out, value.total());
            let same = share_pool(value, &makers);
            prop_assert_eq!(Some(shares), same);
        }

        #[test]
        fn payments_reach_the_makers_whole_and_end_at_their_shares(
            value in values(),
            makers in makers(),
            steps in prop::collection::vec(0_i64..=1_000, 0..6),
        ) {
            let Some(shares) = share_pool(value, &makers) else { return Ok(()) };
            for step in steps {
                let paid = part_of(value, step);
                let so_far = payable_so_far(&shares, paid);
                prop_assert_eq!(sales(&so_far), paid);
                for (now, whole) in so_far.iter().zip(&shares) {
                    prop_assert!(now.commission.0 <= whole.commission.0 + 1);
                }
            }
            prop_assert_eq!(payable_so_far(&shares, value), shares);
        }

        #[test]
        fn what_falls_due_at_closing_is_the_share_and_is_carried_until_it_is_paid(
            value in values(),
            makers in makers(),
            step in 0_i64..=1_000,
        ) {
            let Some(shares) = share_pool(value, &makers) else { return Ok(()) };
            let closing = due_earnings(PayablesDue::PoolClosing, &shares, part_of(value, step));
            let paid = due_earnings(PayablesDue::Payment, &shares, part_of(value, step));
            for ((due, paid), share) in closing.iter().zip(&paid).zip(&shares) {
                prop_assert_eq!(due.earnings, *share);
                prop_assert_eq!(due.carried, share.total() - paid.earnings.total());
                prop_assert_eq!(paid.carried, Amount::ZERO);
            }
            let whole = due_earnings(PayablesDue::PoolClosing, &shares, value);
            prop_assert!(whole.iter().all(|due| due.carried == Amount::ZERO));
        }
    }

    /// Makers of a pool with the faults of some of them.
    fn faulty_makers() -> impl Strategy<Value = Vec<Maker>> {
        let with_faults = |makers: Vec<Maker>, faults: Vec<Option<LineValue>>| {
            let faults = faults.into_iter().map(Option::unwrap_or_default);
            makers.into_iter().zip(faults).map(|(maker, fault)| Maker { fault, ..maker }).collect()
        };
        (makers(), prop::collection::vec(prop::option::of(values()), 12)).prop_map(move |(m, f)| with_faults(m, f))
    }

    fn without_faults(makers: &[Maker]) -> Vec<Maker> {
        makers.iter().map(|maker| Maker { fault: LineValue::default(), ..*maker }).collect()
    }

    proptest! {
        #[test]
        fn faults_are_conserved_and_take_no_more_than_the_share(value in values(), makers in faulty_makers()) {
            let Some(shares) = share_pool(value, &makers) else { return Ok(()) };
            prop_assert_eq!(sales(&shares), value);
            let spread = share_pool(value, &without_faults(&makers)).unwrap();
            for ((share, spread), maker) in shares.iter().zip(&spread).zip(&makers) {
                let (share, spread) = (share.sale(), spread.sale());
                for amount in [|v: LineValue| v.net, |v: LineValue| v.vat, |v: LineValue| v.additional_tax] {
                    prop_assert!(amount(share) >= Amount::ZERO);
                    // Who is not at fault has no less than if the fault were shared by all, but for a rounded peso.
                    if amount(maker.fault) == Amount::ZERO {
                        prop_assert!(amount(share) + Amount(1) >= amount(spread), "{share:?} {spread:?}");
                    }
                }
            }
        }

        #[test]
        fn nobody_else_pays_a_fault_that_its_maker_can_bear(value in values(), makers in faulty_makers()) {
            let faults: LineValue = makers.iter().filter(|m| m.accepted > 0).map(|maker| maker.fault).sum();
            let mut whole = value;
            whole += faults;
            let Some(undisturbed) = share_pool(whole, &without_faults(&makers)) else { return Ok(()) };
            let shares = share_pool(value, &makers).unwrap();
            let can_bear = undisturbed.iter().zip(&makers).all(|(share, maker)| {
                let (sale, fault) = (share.sale(), maker.fault);
                maker.accepted == 0
                    || fault.net <= sale.net && fault.vat <= sale.vat && fault.additional_tax <= sale.additional_tax
            });
            if can_bear {
                for ((share, undisturbed), maker) in shares.iter().zip(&undisturbed).zip(&makers) {
                    let borne = if maker.accepted > 0 { maker.fault } else { LineValue::default() };
                    prop_assert_eq!(share.sale(), undisturbed.sale() - borne);
                }
            }
        }

        #[test]
        fn a_fault_beyond_a_share_takes_all_of_it(value in values(), makers in faulty_makers()) {
            let Some(shares) = share_pool(value, &makers) else { return Ok(()) };
            let faults: Amount = makers.iter().filter(|m| m.accepted > 0).map(|maker| maker.fault.net).sum();
            let units: i64 = makers.iter().map(|maker| maker.accepted).sum();
            for (share, maker) in shares.iter().zip(&makers).filter(|(_, maker)| maker.accepted > 0) {
                let part = i128::from((value.net + faults).0) * i128::from(maker.accepted) / i128::from(units);
                if i128::from(maker.fault.net.0) > part + 1 {
                    prop_assert_eq!(share.net, Amount::ZERO);
                }
            }
        }
    }

    /// Writes the worked examples that an accountant confirms: `docs/tax-examples.md`.
    fn worked_examples() -> String {
        let statuses = [
            (TaxStatus::IssuesDocuments, "issues documents"),
            (TaxStatus::Exempt, "exempt"),
            (TaxStatus::None, "none"),
        ];
        let sales = [("honey", 1_900, 0), ("liqueur", 1_900, 3_150), ("wine", 1_900, 2_050), ("book", 0, 0)];
        let net = Amount(100_000);
        let mut text = String::new();
        for (model, name) in [(SalesModel::Mandate, "mandate"), (SalesModel::Resale, "resale")] {
            for (status, status_name) in statuses {
                for (product, vat_bps, additional_bps) in sales {
                    let part = LineValue { net, vat: net.bps(vat_bps), additional_tax: net.bps(additional_bps) };
                    let maker = Maker {
                        accepted: 1,
                        commission_bps: 1_000,
                        commission_vat_bps: commission_vat_bps(model, 1_900),
                        sale_taxes: sale_taxes(model, status),
                        fault: LineValue::default(),
                    };
                    let earned = share(&maker, part);
                    let amounts = [
                        net,
                        part.vat,
                        part.additional_tax,
                        earned.vat,
                        earned.additional_tax,
                        earned.kept_vat,
                        earned.kept_additional_tax,
                        earned.commission,
                        earned.commission_vat,
                        earned.total(),
                    ];
                    let amounts: Vec<String> = amounts.iter().map(|amount| amount.0.to_string()).collect();
                    text.push_str(&format!("| {name} | {status_name} | {product} | {} |\n", amounts.join(" | ")));
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
