//! How the taxes of a document, and the payments of an invoice, are divided among its lines.
//!
//! Every division is by largest remainder, so the parts always add up to the whole.

use std::{iter, ops};

use entities::values::{Amount, split_by_largest_remainder};

/// Net value and taxes of an invoice line, or a part of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineValue {
    /// Net value.
    pub net: Amount,
    /// VAT.
    pub vat: Amount,
    /// Additional taxes.
    pub additional_tax: Amount,
}

impl LineValue {
    /// VAT and additional taxes.
    pub fn tax(self) -> Amount {
        self.vat + self.additional_tax
    }

    /// Net value and taxes.
    pub fn total(self) -> Amount {
        self.net + self.tax()
    }
}

impl ops::Add for LineValue {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl ops::Sub for LineValue {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            net: self.net - other.net,
            vat: self.vat - other.vat,
            additional_tax: self.additional_tax - other.additional_tax,
        }
    }
}

impl ops::AddAssign for LineValue {
    fn add_assign(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
        self.additional_tax += other.additional_tax;
    }
}

impl iter::Sum for LineValue {
    fn sum<I: Iterator<Item = Self>>(values: I) -> Self {
        values.fold(Self::default(), |mut sum, value| {
            sum += value;
            sum
        })
    }
}

/// The value of a document, or a part of it, by whose it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentValue {
    /// Of goods: their pools have it.
    pub goods: LineValue,
    /// Of the packaging of baskets: the cooperative's.
    pub packaging: LineValue,
}

impl DocumentValue {
    /// Goods and packaging.
    pub fn total(self) -> Amount {
        self.goods.total() + self.packaging.total()
    }

    /// Adds a value, of packaging or of goods.
    pub fn add(&mut self, value: LineValue, is_packaging: bool) {
        if is_packaging {
            self.packaging += value;
        } else {
            self.goods += value;
        }
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

/// The net value of each line and the taxes that it bears. Every tax of the document is divided among the lines that it
/// is levied on, in proportion to their net values.
pub fn value_by_line(lines: &[TaxedLine], taxes: &[DocumentTax]) -> Vec<LineValue> {
    let mut values: Vec<LineValue> =
        lines.iter().map(|line| LineValue { net: line.net, ..LineValue::default() }).collect();
    for tax in taxes {
        let weight = |line: &TaxedLine| if bears(line, tax) { line.net.0.max(0) } else { 0 };
        let weights: Vec<i64> = lines.iter().map(weight).collect();
        for (value, part) in values.iter_mut().zip(split_by_largest_remainder(tax.amount, &weights)) {
            if is_vat(tax) {
                value.vat += part;
            } else {
                value.additional_tax += part;
            }
        }
    }
    values
}

fn is_vat(tax: &DocumentTax) -> bool {
    tax.code == "vat"
}

fn bears(line: &TaxedLine, tax: &DocumentTax) -> bool {
    if is_vat(tax) {
        line.vat_bps == tax.rate_bps
    } else {
        line.additional_tax_code.as_deref() == Some(tax.code.as_str())
    }
}

/// The value of an invoice line that credit notes have left, and the part of it that is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineBalance {
    /// What is owed of the line.
    pub value: LineValue,
    /// What is paid of it; never more.
    pub paid: LineValue,
}

impl LineBalance {
    /// What remains to be paid.
    pub fn open(self) -> LineValue {
        self.value - self.paid
    }
}

/// The parts of a payment that the lines of its invoice receive, in proportion to what is open of each. A negative
/// `amount` takes back, in proportion to what is paid. No line receives more than is open, or gives more than is paid.
pub fn spread_payment(lines: &[LineBalance], amount: Amount) -> Vec<LineValue> {
    let weight = |line: &LineBalance| if amount < Amount::ZERO { line.paid } else { line.open() };
    split_among(amount, &lines.iter().map(weight).collect::<Vec<_>>())
}

/// What a credit note takes from each line of its invoice: `credited` of each line, except that taxes are rounded once
/// for each document, so that a line may lack some pesos of the tax that is credited on it; other lines give those.
pub fn credited_by_line(values: &[LineValue], credited: &[LineValue]) -> Vec<LineValue> {
    let mut taken: Vec<LineValue> = values
        .iter()
        .zip(credited)
        .map(|(value, credited)| LineValue {
            net: credited.net.min(value.net),
            vat: credited.vat.min(value.vat),
            additional_tax: credited.additional_tax.min(value.additional_tax),
        })
        .collect();
    take_missing(values, credited, &mut taken, |line| LineValue { vat: line.vat, ..LineValue::default() });
    let additional_tax = |line: LineValue| LineValue { additional_tax: line.additional_tax, ..LineValue::default() };
    take_missing(values, credited, &mut taken, additional_tax);
    taken
}

/// Takes what is missing of one tax from the lines that have some of it left; `tax` is that tax of a line alone.
fn take_missing(
    values: &[LineValue],
    credited: &[LineValue],
    taken: &mut [LineValue],
    tax: impl Fn(LineValue) -> LineValue,
) {
    let sum = |lines: &[LineValue]| lines.iter().map(|line| tax(*line).total()).sum::<Amount>();
    let missing = sum(credited) - sum(taken);
    let left: Vec<LineValue> = values.iter().zip(taken.iter()).map(|(value, taken)| tax(*value - *taken)).collect();
    let given = split_among(missing.min(sum(&left)), &left);
    for (taken, given) in taken.iter_mut().zip(given) {
        *taken += given;
    }
}

/// What is paid of a line beyond its value.
pub fn paid_beyond(line: LineBalance) -> LineValue {
    let excess = line.paid - line.value;
    LineValue {
        net: excess.net.max(Amount::ZERO),
        vat: excess.vat.max(Amount::ZERO),
        additional_tax: excess.additional_tax.max(Amount::ZERO),
    }
}

/// An amount divided in proportion to net values and taxes; no part is larger than its weight where the amount is not
/// larger than their sum.
fn split_among(amount: Amount, weights: &[LineValue]) -> Vec<LineValue> {
    let weights: Vec<i64> =
        weights.iter().flat_map(|line| [line.net, line.vat, line.additional_tax]).map(|part| part.0.max(0)).collect();
    let part = |parts: &[Amount]| match parts {
        [net, vat, additional_tax] => LineValue { net: *net, vat: *vat, additional_tax: *additional_tax },
        _ => LineValue::default(),
    };
    split_by_largest_remainder(amount, &weights).chunks_exact(3).map(part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = Vec<LineValue>> {
        let value = |(net, vat, additional)| LineValue {
            net: Amount(net),
            vat: Amount(vat),
            additional_tax: Amount(additional),
        };
        prop::collection::vec((0_i64..1_000_000, 0_i64..190_000, 0_i64..315_000).prop_map(value), 1..30)
    }

    fn sum(lines: &[LineValue]) -> Amount {
        lines.iter().map(|line| line.total()).sum()
    }

    fn fits(part: LineValue, whole: LineValue) -> bool {
        let within = |part, whole| (Amount::ZERO..=whole).contains(&part);
        within(part.net, whole.net) && within(part.vat, whole.vat) && within(part.additional_tax, whole.additional_tax)
    }

    proptest! {
        #[test]
        fn payments_reach_the_lines_whole_and_none_beyond_its_value(
            values in values(),
            steps in prop::collection::vec(-1_000_i64..=1_000, 1..8),
        ) {
            let mut lines: Vec<LineBalance> =
                values.iter().map(|value| LineBalance { value: *value, ..LineBalance::default() }).collect();
            for step in steps.into_iter().chain([1_000]) {
                let paid = sum(&lines.iter().map(|line| line.paid).collect::<Vec<_>>());
                let whole = if step < 0 { paid } else { sum(&values) - paid };
                let amount = Amount(whole.0 * step / 1_000);
                let parts = spread_payment(&lines, amount);
                prop_assert_eq!(sum(&parts), amount);
                for (line, part) in lines.iter_mut().zip(parts) {
                    line.paid += part;
                    prop_assert!(fits(line.paid, line.value));
                }
            }
            prop_assert!(lines.iter().all(|line| line.paid == line.value), "all of it is paid in the end");
        }

        #[test]
        fn credit_notes_leave_no_line_below_zero(
            values in values(),
            parts in prop::collection::vec((0_i64..=1_000, -2_i64..=2), 30),
        ) {
            let credited: Vec<LineValue> = values
                .iter()
                .zip(parts)
                .map(|(value, (permille, rounding))| LineValue {
                    net: Amount(value.net.0 * permille / 1_000),
                    vat: Amount((value.vat.0 * permille / 1_000 + rounding).max(0)),
                    additional_tax: Amount((value.additional_tax.0 * permille / 1_000 - rounding).max(0)),
                })
                .collect();
            let taken = credited_by_line(&values, &credited);
            for (value, taken) in values.iter().zip(&taken) {
                prop_assert!(fits(*taken, *value));
            }
            let whole = |lines: &[LineValue]| lines.iter().copied().sum::<LineValue>();
            let (taken, credited, values) = (whole(&taken), whole(&credited), whole(&values));
            prop_assert_eq!(taken.net, credited.net);
            prop_assert_eq!(taken.vat, credited.vat.min(values.vat));
            prop_assert_eq!(taken.additional_tax, credited.additional_tax.min(values.additional_tax));
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
        let by_line = value_by_line(&lines, &[tax("vat", 1_900, 572), tax("24", 3_150, 630)]);
        assert_eq!(by_line.iter().map(|line| line.tax()).sum::<Amount>(), Amount(1_202));
        let liqueur = LineValue { net: Amount(2_001), vat: Amount(380), additional_tax: Amount(630) };
        assert_eq!(by_line[1], liqueur);
    }
}
