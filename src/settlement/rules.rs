//! How a pool is shared, how payments reach it, and what of it each maker may be paid so far. Every division is by
//! largest remainder on a cumulative figure, so that the parts are always the whole, to the last minor unit.

use entities::values::{Amount, CycleMoneyState, round_half_away, split_by_largest_remainder};

/// An invoice line as taxes see it.
#[derive(Clone, Debug)]
pub struct TaxedLine {
    /// Net value.
    pub net: Amount,
    /// Its rate of VAT, in basis points.
    pub vat_bps: i32,
    /// Its additional tax.
    pub additional_tax_code: Option<String>,
}

/// A tax of a document, rounded once.
#[derive(Clone, Debug)]
pub struct DocumentTax {
    /// `vat`, or the code of an additional tax.
    pub code: String,
    /// Rate in basis points.
    pub rate_bps: i32,
    /// The document's amount of it.
    pub amount: Amount,
}

/// The tax that each line bears: every tax of the document is spread over the lines it is taken on, in proportion to
/// their net values. The parts add up to the document's taxes.
pub fn tax_by_line(lines: &[TaxedLine], taxes: &[DocumentTax]) -> Vec<Amount> {
    let mut by_line = vec![Amount::ZERO; lines.len()];
    for tax in taxes {
        let weights: Vec<i64> = lines.iter().map(|line| if bears(line, tax) { line.net.0.max(0) } else { 0 }).collect();
        for (sum, part) in by_line.iter_mut().zip(split_by_largest_remainder(tax.amount, &weights)) {
            *sum += part;
        }
    }
    by_line
}

fn bears(line: &TaxedLine, tax: &DocumentTax) -> bool {
    if tax.code == "vat" {
        line.vat_bps == tax.rate_bps
    } else {
        line.additional_tax_code.as_deref() == Some(tax.code.as_str())
    }
}

/// How much of each line's net value and tax has been paid, when `paid` of the whole document has.
pub fn paid_by_line(lines: &[(Amount, Amount)], paid: Amount) -> Vec<(Amount, Amount)> {
    let weights: Vec<i64> = lines.iter().flat_map(|(net, vat)| [net.0.max(0), vat.0.max(0)]).collect();
    let parts = split_by_largest_remainder(paid, &weights);
    parts.chunks_exact(2).map(|pair| (amount_at(pair, 0), amount_at(pair, 1))).collect()
}

fn amount_at(parts: &[Amount], i: usize) -> Amount {
    parts.get(i).copied().unwrap_or_default()
}

/// What a maker brought to a pool: units accepted, and the commission that its member pays.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    /// Units accepted.
    pub accepted: i64,
    /// Commission, basis points of its net share.
    pub commission_bps: i32,
    /// VAT on the commission, basis points.
    pub commission_vat_bps: i32,
}

/// A maker's part of a pool, or of what has been paid of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Of the net value, before commission.
    pub net: Amount,
    /// Of the tax of the sales.
    pub vat: Amount,
    /// Commission kept by the cooperative, out of `net`.
    pub commission: Amount,
    /// VAT on that commission.
    pub commission_vat: Amount,
}

impl Part {
    /// What the maker receives.
    pub fn earned(self) -> Amount {
        self.net + self.vat - self.commission - self.commission_vat
    }

    /// This part without what `other` has of it already.
    pub fn less(self, other: Self) -> Self {
        Self {
            net: self.net - other.net,
            vat: self.vat - other.vat,
            commission: self.commission - other.commission,
            commission_vat: self.commission_vat - other.commission_vat,
        }
    }
}

/// Shares a pool among its makers (ordered by stable code) by accepted quantity; none where nothing was accepted.
pub fn share_pool(net: Amount, vat: Amount, makers: &[Maker]) -> Option<Vec<Part>> {
    let accepted: Vec<i64> = makers.iter().map(|m| m.accepted).collect();
    if accepted.iter().all(|units| *units == 0) {
        return None;
    }
    let nets = split_by_largest_remainder(net, &accepted);
    let vats = split_by_largest_remainder(vat, &accepted);
    let parts = makers.iter().zip(nets).zip(vats).map(|((maker, net), vat)| {
        let commission = net.bps(maker.commission_bps);
        Part { net, vat, commission, commission_vat: commission.bps(maker.commission_vat_bps) }
    });
    Some(parts.collect())
}

/// What of its part each maker may be paid, when `paid_net` and `paid_vat` of the pool have been paid so far. When all
/// is paid, it is the part itself.
pub fn payable_so_far(parts: &[Part], paid_net: Amount, paid_vat: Amount) -> Vec<Part> {
    let nets = split_by_largest_remainder(paid_net, &weights(parts, |p| p.net));
    let vats = split_by_largest_remainder(paid_vat, &weights(parts, |p| p.vat));
    parts
        .iter()
        .zip(nets)
        .zip(vats)
        .map(|((part, net), vat)| Part {
            net,
            vat,
            commission: in_proportion(part.commission, net, part.net),
            commission_vat: in_proportion(part.commission_vat, net, part.net),
        })
        .collect()
}

fn weights(parts: &[Part], of: impl Fn(&Part) -> Amount) -> Vec<i64> {
    parts.iter().map(|part| of(part).0.max(0)).collect()
}

fn in_proportion(whole: Amount, part: Amount, of: Amount) -> Amount {
    if of.0 == 0 {
        Amount::ZERO
    } else {
        Amount(round_half_away(i128::from(whole.0) * i128::from(part.0), i128::from(of.0)))
    }
}

/// How far a cycle's money has come: with buyers, with the cooperative, on the way, or in every maker's bank.
pub const fn money_state(collecting: bool, unsettled: bool, unpaid_out: bool) -> CycleMoneyState {
    match (collecting, unsettled, unpaid_out) {
        (true, ..) => CycleMoneyState::Collecting,
        (false, true, _) => CycleMoneyState::Stating,
        (false, false, true) => CycleMoneyState::PayingOut,
        (false, false, false) => CycleMoneyState::PaidOut,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn makers() -> impl Strategy<Value = Vec<Maker>> {
        prop::collection::vec(
            (0_i64..5_000, 0_i32..3_000).prop_map(|(accepted, bps)| Maker {
                accepted,
                commission_bps: bps,
                commission_vat_bps: 1_900,
            }),
            1..12,
        )
    }

    proptest! {
        #[test]
        fn shares_and_commission_are_the_pool(net in 0_i64..900_000_000, vat in 0_i64..90_000_000, makers in makers()) {
            let Some(parts) = share_pool(Amount(net), Amount(vat), &makers) else {
                prop_assert!(makers.iter().all(|m| m.accepted == 0));
                return Ok(());
            };
            prop_assert_eq!(parts.iter().map(|p| p.net).sum::<Amount>(), Amount(net));
            prop_assert_eq!(parts.iter().map(|p| p.vat).sum::<Amount>(), Amount(vat));
            let out: Amount = parts.iter().map(|p| p.earned() + p.commission + p.commission_vat).sum();
            prop_assert_eq!(out, Amount(net + vat));
            let same = share_pool(Amount(net), Amount(vat), &makers);
            prop_assert_eq!(Some(parts), same);
        }

        #[test]
        fn payments_reach_the_makers_whole_and_end_at_their_parts(
            net in 1_i64..900_000_000,
            vat in 0_i64..90_000_000,
            makers in makers(),
            steps in prop::collection::vec(0_i64..=1_000, 0..6),
        ) {
            let Some(parts) = share_pool(Amount(net), Amount(vat), &makers) else { return Ok(()) };
            for step in steps {
                let (paid_net, paid_vat) = (Amount(net * step / 1_000), Amount(vat * step / 1_000));
                let so_far = payable_so_far(&parts, paid_net, paid_vat);
                prop_assert_eq!(so_far.iter().map(|p| p.net).sum::<Amount>(), paid_net);
                prop_assert_eq!(so_far.iter().map(|p| p.vat).sum::<Amount>(), paid_vat);
                for (now, whole) in so_far.iter().zip(&parts) {
                    prop_assert!(now.commission.0 <= whole.commission.0 + 1);
                }
            }
            prop_assert_eq!(payable_so_far(&parts, Amount(net), Amount(vat)), parts);
        }

        #[test]
        fn a_payment_is_spread_whole_over_lines(
            lines in prop::collection::vec((1_i64..1_000_000, 0_i64..190_000), 1..30),
            permille in 0_i64..=1_000,
        ) {
            let lines: Vec<(Amount, Amount)> = lines.into_iter().map(|(n, v)| (Amount(n), Amount(v))).collect();
            let total: Amount = lines.iter().map(|(n, v)| *n + *v).sum();
            let paid = Amount(total.0 * permille / 1_000);
            let parts = paid_by_line(&lines, paid);
            prop_assert_eq!(parts.iter().map(|(n, v)| *n + *v).sum::<Amount>(), paid);
            if permille == 1_000 {
                prop_assert_eq!(parts, lines);
            }
        }
    }

    #[test]
    fn a_documents_taxes_are_spread_over_the_lines_that_bear_them() {
        let line = |net, code: Option<&str>| TaxedLine {
            net: Amount(net),
            vat_bps: 1_900,
            additional_tax_code: code.map(str::to_owned),
        };
        let tax =
            |code: &str, rate_bps, amount| DocumentTax { code: code.to_owned(), rate_bps, amount: Amount(amount) };
        let lines = [line(1_003, None), line(2_001, Some("24")), line(7, None)];
        let by_line = tax_by_line(&lines, &[tax("vat", 1_900, 572), tax("24", 3_150, 630)]);
        assert_eq!(by_line.iter().copied().sum::<Amount>(), Amount(1_202));
        assert_eq!(by_line[1], Amount(380 + 630));
    }
}
