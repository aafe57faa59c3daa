//! Net value of an order line, and the taxes of all lines of an order.

use entities::{
    catalogue::product,
    orders::order_line,
    values::{
        AdditionalTaxRate, Amount, LINES_PER_DOCUMENT, NamedProduct, NetUnit, TaxRates, document_taxes, line_net_of,
    },
};

/// Quantity and unit price of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePrice {
    /// Units.
    pub quantity: i64,
    /// Net, per `price_units` units.
    pub unit_price: Amount,
    /// The units that `unit_price` is for: of a basket's component, those in one basket; otherwise 1.
    pub price_units: i64,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
}

impl LinePrice {
    /// Net of the line, rounded once.
    pub fn net(self) -> Amount {
        line_net_of(self.unit_price, self.price_units, self.quantity, self.discount_bps)
    }
}

/// Net of so many units of an order line: the line's own net where they are all of it.
pub fn net_of_units(line: &order_line::Model, units: i64) -> Amount {
    if units == line.quantity {
        line.net
    } else {
        line_net_of(line.unit_price, line.price_units, units, line.discount_bps)
    }
}

/// The product as it was when the line was placed. Later changes of the product do not change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderedProduct {
    /// Code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Net content, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units are ordered in multiples of it; at least 1.
    pub order_multiple: i64,
    /// Tax rates.
    pub rates: TaxRates,
}

impl OrderedProduct {
    /// Its code and names.
    pub fn named(&self) -> NamedProduct {
        NamedProduct { code: self.code.clone(), name_es: self.name_es.clone(), name_en: self.name_en.clone() }
    }
}

impl From<&product::Model> for OrderedProduct {
    fn from(row: &product::Model) -> Self {
        Self {
            code: row.code.clone(),
            name_es: row.name_es.clone(),
            name_en: row.name_en.clone(),
            net_content: row.net_content,
            net_unit: row.net_unit,
            order_multiple: row.order_multiple.max(1),
            rates: rates(row.vat_bps, row.additional_tax_code.as_ref(), row.additional_tax_bps),
        }
    }
}

impl From<&order_line::Model> for OrderedProduct {
    fn from(row: &order_line::Model) -> Self {
        Self {
            code: row.product_code.clone(),
            name_es: row.name_es.clone(),
            name_en: row.name_en.clone(),
            net_content: row.net_content,
            net_unit: row.net_unit,
            order_multiple: row.order_multiple.max(1),
            rates: rates(row.vat_bps, row.additional_tax_code.as_ref(), row.additional_tax_bps),
        }
    }
}

fn rates(vat_bps: i32, code: Option<&String>, rate_bps: i32) -> TaxRates {
    let additional = code.map(|code| AdditionalTaxRate { code: code.clone(), rate_bps });
    TaxRates { vat_bps, additional }
}

/// The taxes that the invoices of these lines will have: each tax is rounded once on the sum of its lines, in documents
/// of at most [`LINES_PER_DOCUMENT`] lines. A line of no units is on no invoice.
pub fn expected_tax<'a>(lines: impl IntoIterator<Item = (LinePrice, &'a TaxRates)>) -> Amount {
    let invoiced: Vec<(Amount, &TaxRates)> =
        lines.into_iter().filter(|(price, _)| price.quantity > 0).map(|(price, rates)| (price.net(), rates)).collect();
    let documents = invoiced.chunks(LINES_PER_DOCUMENT);
    documents.flat_map(|lines| document_taxes(lines.iter().copied())).map(|tax| tax.amount).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(quantity: i64, unit_price: i64) -> LinePrice {
        LinePrice { quantity, unit_price: Amount(unit_price), price_units: 1, discount_bps: 0 }
    }

    #[test]
    fn each_tax_is_rounded_once_on_the_sum_of_its_lines() {
        let plain = rates(1_900, None, 0);
        let spirits = rates(1_900, Some(&"24".to_owned()), 3_150);
        assert_eq!(expected_tax([(line(3, 1_990), &spirits)]), Amount(1_134 + 1_881));
        // 19 % of 26 is 4.94; line by line it would be 2 + 2.
        assert_eq!(expected_tax([(line(1, 13), &plain), (line(1, 13), &plain), (line(0, 999), &plain)]), Amount(5));
    }

    proptest! {
        #[test]
        fn an_order_expects_the_taxes_of_the_documents_that_its_lines_fill(
            lines in prop::collection::vec((0_i64..50, 1_i64..20_000, 0_usize..3), 0..150),
        ) {
            let kinds = [rates(1_900, None, 0), rates(0, None, 0), rates(1_900, Some(&"24".to_owned()), 3_150)];
            let priced: Vec<_> = lines.iter().map(|(q, p, kind)| (line(*q, *p), &kinds[*kind])).collect();
            let invoiced: Vec<_> = priced.iter().filter(|l| l.0.quantity > 0).map(|l| (l.0.net(), l.1)).collect();
            let mut taxes = Amount::ZERO;
            for document in invoiced.chunks(LINES_PER_DOCUMENT) {
                taxes += document_taxes(document.iter().copied()).iter().map(|tax| tax.amount).sum();
            }
            prop_assert_eq!(expected_tax(priced), taxes);
        }
    }
}
