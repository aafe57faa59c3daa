//! Net amounts of a document in whole minor units, rounded half away from zero. Its taxes are those of
//! `entities::values::document_taxes`, which the expected tax of an order is computed with too.

use entities::values::{Amount, line_net};

/// Quantity and price of an order line.
#[derive(Clone, Copy, Debug)]
pub struct OrderedTerms {
    /// Units.
    pub quantity: i64,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
    /// Net of the whole line.
    pub net: Amount,
}

/// Net of the delivered units of an order line: the line's own net where all units were delivered.
pub fn delivered_net(ordered: &OrderedTerms, delivered: i64) -> Amount {
    if delivered == ordered.quantity {
        ordered.net
    } else {
        line_net(ordered.unit_price, delivered, ordered.discount_bps)
    }
}
