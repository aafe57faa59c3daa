//! What a buyer usually orders, from its last orders.

use std::collections::BTreeMap;

use entities::values::ProductId;

/// A line of one of the last orders of a buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastLine {
    /// The product.
    pub product_id: ProductId,
    /// Units that were wanted.
    pub quantity: i64,
}

/// A product that a buyer orders usually.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsualQuantity {
    /// The product.
    pub product_id: ProductId,
    /// How many of the last orders have it.
    pub orders: usize,
    /// The median of its quantities in them; of two medians the smaller.
    pub quantity: i64,
}

/// Orders that must have a product, so that it is usual. A product that was ordered once is not.
const MIN_ORDERS: usize = 2;

/// The usual products, those of the most orders first.
pub fn usual_products(lines: &[PastLine]) -> Vec<UsualQuantity> {
    let mut quantities: BTreeMap<ProductId, Vec<i64>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        quantities.entry(line.product_id).or_default().push(line.quantity);
    }
    let usual = quantities.into_iter().filter_map(|(product_id, mut quantities)| {
        quantities.sort_unstable();
        let orders = quantities.len();
        let quantity = quantities.get(orders.saturating_sub(1) / 2).copied()?;
        (orders >= MIN_ORDERS).then_some(UsualQuantity { product_id, orders, quantity })
    });
    let mut usual: Vec<UsualQuantity> = usual.collect();
    usual.sort_by(|left, right| right.orders.cmp(&left.orders).then(left.product_id.cmp(&right.product_id)));
    usual
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_usual_quantity_is_the_median() {
        let line =
            |product: u128, quantity: i64| PastLine { product_id: ProductId(Uuid::from_u128(product)), quantity };
        let lines = [line(7, 6), line(7, 100), line(7, 12), line(8, 4), line(8, 2), line(9, 5), line(9, 0)];
        let usual: Vec<_> =
            usual_products(&lines).iter().map(|one| (one.product_id.0.as_u128(), one.orders, one.quantity)).collect();
        assert_eq!(usual, [(7, 3, 12), (8, 2, 2)]);
        assert_eq!(usual_products(&[]), []);
    }
}
