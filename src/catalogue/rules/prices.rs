//! The price of a product at a quantity.

use std::collections::HashMap;

use entities::{
    catalogue::product,
    values::{Amount, Currency, PriceListId, ProductId},
};

use super::basket_contents::BasketContents;

/// The lowest price of a unit, in lists and agreed orders. What is given away has a price and a discount of 100 %.
pub const MIN_PRICE: Amount = Amount(1);

/// A net unit price from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceTier {
    /// From this many units in one order line.
    pub min_quantity: i64,
    /// Net, per unit.
    pub amount: Amount,
}

/// A segment's price list in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceBook {
    /// The list.
    pub price_list_id: PriceListId,
    /// The version of these prices.
    pub version: i32,
    /// Currency of all amounts.
    pub currency: Currency,
    /// The tiers of each product, ascending.
    pub tiers: HashMap<ProductId, Vec<PriceTier>>,
}

impl PriceBook {
    /// Net unit price at that quantity; below the first tier, the price of the first. None = not on the list.
    pub fn price(&self, product: ProductId, quantity: i64) -> Option<Amount> {
        price_at(self.tiers.get(&product)?, quantity)
    }
}

/// A product with its prices.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The product.
    pub product: product::Model,
    /// Its tiers, ascending; empty = not on the list.
    pub tiers: Vec<PriceTier>,
}

/// Products with their prices of one list and version: everything that is needed to price order lines.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// The list and version of these prices; none where the segment has no list.
    pub price_list: Option<(PriceListId, i32)>,
    /// The products that exist, each with its prices: those that were asked for, and what may be in them where they are
    /// baskets.
    pub quotes: HashMap<ProductId, Quote>,
    /// Those of them that are baskets.
    pub baskets: HashMap<ProductId, BasketContents>,
}

impl Quotes {
    /// The product.
    pub fn product(&self, product: ProductId) -> Option<&product::Model> {
        self.quotes.get(&product).map(|quote| &quote.product)
    }

    /// Net unit price at that quantity; none = not on the list.
    pub fn price(&self, product: ProductId, quantity: i64) -> Option<Amount> {
        price_at(&self.quotes.get(&product)?.tiers, quantity)
    }
}

/// The price of the tier that `quantity` reaches; below the first tier, that of the first.
fn price_at(tiers: &[PriceTier], quantity: i64) -> Option<Amount> {
    let reached = tiers.iter().rev().find(|tier| tier.min_quantity <= quantity);
    reached.or_else(|| tiers.first()).map(|tier| tier.amount)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_tier_follows_the_quantity() {
        let product = ProductId(Uuid::nil());
        let tiers = [(6, 900), (12, 800), (48, 700)];
        let tiers = tiers.map(|(min_quantity, amount)| PriceTier { min_quantity, amount: Amount(amount) });
        let tiers = HashMap::from([(product, tiers.to_vec())]);
        let book = PriceBook { price_list_id: PriceListId(Uuid::nil()), version: 1, currency: Currency::Clp, tiers };
        for (quantity, amount) in [(0, 900), (1, 900), (6, 900), (11, 900), (12, 800), (47, 800), (48, 700), (999, 700)]
        {
            assert_eq!(book.price(product, quantity), Some(Amount(amount)), "{quantity}");
        }
        assert_eq!(book.price(ProductId(Uuid::max()), 5), None);
    }
}
