//! The taxes of a document. An order expects what its invoice will say, so both use this one function.

use std::collections::BTreeMap;

use super::Amount;

/// Lines of one document at most (SII, format of the electronic documents).
pub const LINES_PER_DOCUMENT: usize = 60;

/// Tax code of VAT.
pub const VAT: &str = "vat";

/// The tax rates of a line's product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxRates {
    /// VAT in basis points; 0 = exempt.
    pub vat_bps: i32,
    /// The additional tax.
    pub additional: Option<AdditionalTaxRate>,
}

/// A tax on some products besides VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdditionalTaxRate {
    /// Its code.
    pub code: String,
    /// Rate in basis points.
    pub rate_bps: i32,
}

/// One tax of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxTotal {
    /// `vat` or the code of an additional tax.
    pub code: String,
    /// Rate in basis points.
    pub rate_bps: i32,
    /// Sum of the net of its lines.
    pub base: Amount,
    /// Base × rate, rounded half away from zero.
    pub amount: Amount,
}

/// The taxes of lines, given by their net and rates: VAT first, then by code and rate. Each tax is rounded once, on the
/// sum of its lines. Exempt lines have no tax.
pub fn document_taxes<'a>(lines: impl IntoIterator<Item = (Amount, &'a TaxRates)>) -> Vec<TaxTotal> {
    let mut bases: BTreeMap<(bool, &str, i32), Amount> = BTreeMap::new();
    for (net, rates) in lines {
        if rates.vat_bps > 0 {
            *bases.entry((false, VAT, rates.vat_bps)).or_default() += net;
        }
        if let Some(tax) = rates.additional.as_ref().filter(|tax| tax.rate_bps > 0) {
            *bases.entry((true, tax.code.as_str(), tax.rate_bps)).or_default() += net;
        }
    }
    bases
        .into_iter()
        .map(|((_, code, rate_bps), base)| TaxTotal {
            code: code.to_owned(),
            rate_bps,
            base,
            amount: base.bps(rate_bps),
        })
        .collect()
}
