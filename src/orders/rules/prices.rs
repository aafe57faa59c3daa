//! Net value and taxes of an order line.

use entities::{
    orders::order_line,
    values::{Amount, line_net},
};

/// Quantity, unit price and tax rates of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePrice {
    /// Units.
    pub quantity: i64,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
    /// VAT of the product, in basis points.
    pub vat_bps: i32,
    /// Additional tax of the product, in basis points.
    pub additional_bps: i32,
}

impl LinePrice {
    /// Net of the line, rounded once.
    pub fn net(self) -> Amount {
        line_net(self.unit_price, self.quantity, self.discount_bps)
    }

    /// Its taxes, each rounded by itself.
    pub fn tax(self) -> Amount {
        let net = self.net();
        net.bps(self.vat_bps) + net.bps(self.additional_bps)
    }

    /// Net and taxes.
    pub fn gross(self) -> Amount {
        self.net() + self.tax()
    }
}

/// Net of so many units of an order line: the line's own net where they are all of it.
pub fn net_of_units(line: &order_line::Model, units: i64) -> Amount {
    if units == line.quantity { line.net } else { line_net(line.unit_price, units, line.discount_bps) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tax_is_rounded_by_itself() {
        let line = LinePrice {
            quantity: 3,
            unit_price: Amount(1_990),
            discount_bps: 0,
            vat_bps: 1_900,
            additional_bps: 3_150,
        };
        assert_eq!((line.net(), line.tax(), line.gross()), (Amount(5_970), Amount(1_134 + 1_881), Amount(8_985)));
    }
}
