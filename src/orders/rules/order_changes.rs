//! What a change of an order changed.

use std::collections::BTreeMap;

use entities::values::{LineQuantityChange, ProductId};

use super::order_lines::PricedLine;

/// The products whose quantity differs between two states of an order, by product id.
pub fn quantity_changes(before: &[PricedLine], after: &[PricedLine]) -> Vec<LineQuantityChange> {
    let mut changes: BTreeMap<ProductId, LineQuantityChange> = BTreeMap::new();
    let unchanged = |line: &PricedLine| {
        let product = Some(line.product.named());
        LineQuantityChange { product_id: line.product_id, product, before: 0, after: 0 }
    };
    for line in before {
        changes.entry(line.product_id).or_insert_with(|| unchanged(line)).before += line.price.quantity;
    }
    for line in after {
        changes.entry(line.product_id).or_insert_with(|| unchanged(line)).after += line.price.quantity;
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
            price: LinePrice { quantity, unit_price: Amount(1), discount_bps: 0 },
        }
    }

    #[test]
    fn added_removed_and_changed_lines_are_changes() {
        let changes = quantity_changes(&[line(1, 6), line(2, 4), line(3, 1)], &[line(1, 6), line(2, 9), line(4, 2)]);
        let changes: Vec<_> = changes.iter().map(|c| (c.product_id.0.as_u128(), c.before, c.after)).collect();
        assert_eq!(changes, [(2, 4, 9), (3, 1, 0), (4, 0, 2)]);
    }
}
