//! How the taxes of a document, and the payments of an invoice, are divided among its lines.
//!
//! Every division is by largest remainder, so the parts always add up to the whole.

use std::ops;

use entities::values::{Amount, split_by_largest_remainder};

/// Net value and taxes of an invoice line, or a part of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineValue {
    /// Net value.
    pub net: Amount,
    /// VAT and additional taxes.
    pub vat: Amount,
}

impl ops::Sub for LineValue {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { net: self.net - other.net, vat: self.vat - other.vat }
    }
}

impl ops::AddAssign for LineValue {
    fn add_assign(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
    }
}

/// What decides which taxes a line bears.
#[derive(Clone, Debug)]
pub struct TaxedLine {
    /// Net value.
    pub net: Amount,
    /// Rate of VAT, in basis points.
    pub vat_bps: i32,
    /// Code of its additional tax.
    pub additional_tax_code: Option<String>,
}

/// A tax of a document, rounded once for the whole document.
#[derive(Clone, Debug)]
pub struct DocumentTax {
    /// `vat`, or the code of an additional tax.
    pub code: String,
    /// Rate in basis points.
    pub rate_bps: i32,
    /// The amount of the tax.
    pub amount: Amount,
}

/// The taxes that each line bears. Every tax of the document is divided among the lines that it is levied on, in
/// proportion to their net values.
pub fn tax_by_line(lines: &[TaxedLine], taxes: &[DocumentTax]) -> Vec<Amount> {
    let mut tax_by_line = vec![Amount::ZERO; lines.len()];
    for tax in taxes {
        let weight = |line: &TaxedLine| if bears(line, tax) { line.net.0.max(0) } else { 0 };
        let weights: Vec<i64> = lines.iter().map(weight).collect();
        for (sum, part) in tax_by_line.iter_mut().zip(split_by_largest_remainder(tax.amount, &weights)) {
            *sum += part;
        }
    }
    tax_by_line
}

fn bears(line: &TaxedLine, tax: &DocumentTax) -> bool {
    if tax.code == "vat" {
        line.vat_bps == tax.rate_bps
    } else {
        line.additional_tax_code.as_deref() == Some(tax.code.as_str())
    }
}

/// The part of each line that is paid, when `paid` of the whole document is.
pub fn paid_by_line(lines: &[LineValue], paid: Amount) -> Vec<LineValue> {
    let weights: Vec<i64> = lines.iter().flat_map(|line| [line.net.0.max(0), line.vat.0.max(0)]).collect();
    let parts = split_by_largest_remainder(paid, &weights);
    let part = |pair: &[Amount]| match pair {
        [net, vat] => LineValue { net: *net, vat: *vat },
        _ => LineValue::default(),
    };
    parts.chunks_exact(2).map(part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_payment_is_divided_whole_among_the_lines(
            lines in prop::collection::vec((1_i64..1_000_000, 0_i64..190_000), 1..30),
            permille in 0_i64..=1_000,
        ) {
            let lines: Vec<LineValue> =
                lines.into_iter().map(|(net, vat)| LineValue { net: Amount(net), vat: Amount(vat) }).collect();
            let total: Amount = lines.iter().map(|line| line.net + line.vat).sum();
            let paid = Amount(total.0 * permille / 1_000);
            let parts = paid_by_line(&lines, paid);
            prop_assert_eq!(parts.iter().map(|part| part.net + part.vat).sum::<Amount>(), paid);
            if permille == 1_000 {
                prop_assert_eq!(parts, lines);
            }
        }
    }

    #[test]
    fn a_documents_taxes_are_divided_among_the_lines_that_bear_them() {
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
