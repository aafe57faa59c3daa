//! Net amounts of a document in whole minor units, rounded half away from zero. Its taxes are those of
//! `entities::values::document_taxes`, which the expected tax of an order is computed with too.

use entities::values::{Amount, line_net_of};

/// Quantity and price of an order line.
#[derive(Clone, Copy, Debug)]
pub struct OrderedTerms {
    /// Units.
    pub quantity: i64,
    /// Net, per `price_units` units.
    pub unit_price: Amount,
    /// The units that the price is for.
    pub price_units: i64,
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
        line_net_of(ordered.unit_price, ordered.price_units, delivered, ordered.discount_bps)
    }
}

/// Baskets in which so many units of a component are, where `per_basket` of them are in each; one that lacks some counts.
pub fn baskets_of_units(units: i64, per_basket: i64) -> i64 {
    let per_basket = per_basket.max(1);
    (units + per_basket - 1) / per_basket
}
