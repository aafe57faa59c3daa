//! What a change of an order changed.

use std::collections::BTreeMap;

use entities::values::{LineQuantityChange, NamedProduct, ProductId};

use super::{baskets::PricedBasket, order_lines::PricedLine};

/// What an order has in one of its states.
#[derive(Clone, Copy, Debug)]
pub struct OrderContent<'a> {
    /// Its lines.
    pub lines: &'a [PricedLine],
    /// Its baskets; what is in them are lines.
    pub baskets: &'a [PricedBasket],
}

impl OrderContent<'_> {
    /// The products and baskets that were ordered, with their quantities.
    fn items(&self) -> impl Iterator<Item = (ProductId, NamedProduct, i64)> {
        let lines = self.lines.iter().filter(|line| line.part.is_none());
        let lines = lines.map(|line| (line.product_id, line.product.named(), line.price.quantity));
        let baskets = self.baskets.iter().map(|basket| (basket.product_id(), basket.product.clone(), basket.quantity));
        lines.chain(baskets)
    }
}

/// The products whose quantity differs between two states of an order, by product id. A basket is a product, and what is in
/// it changes with it.
pub fn quantity_changes(before: OrderContent<'_>, after: OrderContent<'_>) -> Vec<LineQuantityChange> {
    let mut changes: BTreeMap<ProductId, LineQuantityChange> = BTreeMap::new();
    let unchanged =
        |product_id, product| LineQuantityChange { product_id, product: Some(product), before: 0, after: 0 };
    for (id, product, units) in before.items() {
        changes.entry(id).or_insert_with(|| unchanged(id, product)).before += units;
    }
    for (id, product, units) in after.items() {
        changes.entry(id).or_insert_with(|| unchanged(id, product)).after += units;
    }
    changes.into_values().filter(|change| change.before != change.after).collect()
}

#[cfg(test)]
mod tests {
    use entities::values::{Amount, NetUnit, OrderLineId, PriceSource, TaxRates};
    use uuid::Uuid;

    use super::*;
    use crate::orders::rules::prices::{LinePrice, OrderedProduct};

    fn line(product: u128, quantity: i64) -> PricedLine {
        PricedLine {
            id: OrderLineId(Uuid::nil()),
            product_id: ProductId(Uuid::from_u128(product)),
            product: OrderedProduct {
                code: String::new(),
                name_es: String::new(),
                name_en: String::new(),
                net_content: 1,
                net_unit: NetUnit::G,
                order_multiple: 1,
                rates: TaxRates { vat_bps: 0, additional: None },
            },
            per_guest: None,
            shortfall: None,
            price_source: PriceSource::List,
            price: LinePrice { quantity, unit_price: Amount(1), price_units: 1, discount_bps: 0 },
            part: None,
        }
    }

    #[test]
    fn added_removed_and_changed_lines_are_changes() {
        let before = OrderContent { lines: &[line(1, 6), line(2, 4), line(3, 1)], baskets: &[] };
        let after = OrderContent { lines: &[line(1, 6), line(2, 9), line(4, 2)], baskets: &[] };
        let changes = quantity_changes(before, after);
        let changes: Vec<_> = changes.iter().map(|c| (c.product_id.0.as_u128(), c.before, c.after)).collect();
        assert_eq!(changes, [(2, 4, 9), (3, 1, 0), (4, 0, 2)]);
    }
}
