//! The price of a basket, and which part of it belongs to each component.

use std::collections::BTreeSet;

use entities::values::{Amount, ProductId, line_net, split_by_largest_remainder};

use super::{
    basket_contents::{BasketComponent, BasketContents},
    prices::{PriceTier, Quotes},
};

/// Net price of one basket with its packaging where `baskets` of them are ordered; none = not sold, because the basket
/// itself or one of its components has no price.
///
/// `quotes` has the prices of the basket and of its components.
pub fn basket_price(contents: &BasketContents, quotes: &Quotes, baskets: i64) -> Option<Amount> {
    let values = component_values(contents, quotes, baskets)?;
    let Some(discount_bps) = contents.basket.discount_bps else {
        return quotes.price(contents.basket.product_id, baskets);
    };
    let goods = line_net(sum(values), 1, discount_bps);
    Some(sum([goods, contents.basket.packaging_price]))
}

/// The net prices of one basket by the number of baskets, ascending; empty = not sold. Each step is where a component, or
/// the basket itself, reaches the next tier of its price.
pub fn basket_tiers(contents: &BasketContents, quotes: &Quotes) -> Vec<PriceTier> {
    let steps_of = |product: ProductId, per_basket: i64| {
        let tiers = quotes.quotes.get(&product).map_or(&[][..], |quote| quote.tiers.as_slice());
        tiers.iter().map(move |tier| (tier.min_quantity.max(1) - 1) / per_basket.max(1) + 1)
    };
    let steps: BTreeSet<i64> = match contents.basket.discount_bps {
        None => steps_of(contents.basket.product_id, 1).collect(),
        Some(_) => contents.components.iter().flat_map(|part| steps_of(part.product_id, part.quantity)).collect(),
    };
    let mut tiers: Vec<PriceTier> = Vec::new();
    // Below its first tier a component costs what it costs there, so the first price is that of one basket.
    for min_quantity in std::iter::once(1).chain(steps) {
        let Some(amount) = basket_price(contents, quotes, min_quantity) else { return Vec::new() };
        if tiers.last().is_none_or(|last| last.amount != amount) {
            tiers.push(PriceTier { min_quantity, amount });
        }
    }
    tiers
}

/// What the components of one basket are worth at list prices where `baskets` of them are ordered, by position; none
/// where one of them has no price.
pub fn component_values(contents: &BasketContents, quotes: &Quotes, baskets: i64) -> Option<Vec<Amount>> {
    let value = |component: &BasketComponent| {
        let price = quotes.price(component.product_id, baskets.saturating_mul(component.quantity))?;
        Some(line_net(price, component.quantity, 0))
    };
    contents.components.iter().map(value).collect()
}

/// The parts of a basket's net price: first the packaging, which takes its price but at most `net`, then each component in
/// proportion to what it is worth at list prices. They add up to `net` exactly; what does not divide goes to the largest
/// remainders, and of equal ones to the earlier component.
///
/// Without components that are worth anything the packaging takes all of it.
pub fn apportion(net: Amount, packaging: Amount, component_values: &[Amount]) -> Vec<Amount> {
    let weights: Vec<i64> = component_values.iter().map(|value| value.0).collect();
    let packaging = if weights.iter().any(|weight| *weight > 0) { packaging.min(net) } else { net };
    let components = split_by_largest_remainder(net - packaging, &weights);
    std::iter::once(packaging).chain(components).collect()
}

/// The sum, which stays within what an amount can hold.
fn sum(amounts: impl IntoIterator<Item = Amount>) -> Amount {
    Amount(amounts.into_iter().fold(0, |sum, amount| amount.0.saturating_add(sum)))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entities::{
        catalogue::{basket, product},
        values::{Allergens, FamilyId, NetUnit, Storage, Tags},
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::catalogue::rules::prices::Quote;

    fn id(number: usize) -> ProductId {
        ProductId(Uuid::from_u128(u128::try_from(number).unwrap()))
    }

    fn quote(id: ProductId, tiers: &[(i64, i64)]) -> Quote {
        let product = product::Model {
            id,
            code: id.to_string(),
            family_id: FamilyId(Uuid::nil()),
            name_es: String::new(),
            name_en: String::new(),
            description_es: None,
            description_en: None,
            net_content: 1,
            net_unit: NetUnit::Unit,
            lot_size: 1,
            order_multiple: 1,
            ingredients_es: None,
            ingredients_en: None,
            allergens: Allergens::default(),
            may_contain: Allergens::default(),
            allergens_declared_at: None,
            allergens_unresolved: None,
            practices: Tags::default(),
            storage: Storage::Ambient,
            shelf_life_days: 1,
            vat_bps: 1900,
            additional_tax_code: None,
            additional_tax_bps: 0,
            published_at: None,
            retired_at: None,
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        };
        let tier =
            |(min_quantity, amount): &(i64, i64)| PriceTier { min_quantity: *min_quantity, amount: Amount(*amount) };
        Quote { product, tiers: tiers.iter().map(tier).collect() }
    }

    fn quotes(all: impl IntoIterator<Item = Quote>) -> Quotes {
        Quotes { quotes: all.into_iter().map(|quote| (quote.product.id, quote)).collect(), ..Default::default() }
    }

    /// The basket 0 of these units of the products 1, 2, …
    fn basket(discount_bps: Option<i32>, packaging: i64, quantities: &[i64]) -> BasketContents {
        let component = |(i, quantity): (usize, &i64)| BasketComponent {
            product_id: id(i + 1),
            quantity: *quantity,
            substitutes: Vec::new(),
        };
        BasketContents {
            basket: basket::Model {
                product_id: id(0),
                buyer_id: None,
                discount_bps,
                packaging_es: None,
                packaging_en: None,
                packaging_price: Amount(packaging),
                card_es: None,
                card_en: None,
            },
            components: quantities.iter().enumerate().map(component).collect(),
        }
    }

    #[test]
    fn the_sum_follows_the_tiers_of_the_units_in_all_baskets() {
        let quotes = quotes([quote(id(1), &[(1, 1_000), (12, 900)]), quote(id(2), &[(1, 333)])]);
        let contents = basket(Some(500), 250, &[2, 1]);
        // 2,333 less 5 % is 2,216.35; rounded once, and the packaging after it.
        assert_eq!(basket_price(&contents, &quotes, 1), Some(Amount(2_466)));
        // Six baskets hold twelve units of the first component: 2,133 less 5 % is 2,026.35.
        assert_eq!(basket_price(&contents, &quotes, 6), Some(Amount(2_276)));
    }

    #[test]
    fn a_fixed_price_is_that_of_the_list_and_needs_the_prices_of_the_components() {
        let fixed = basket(None, 250, &[2]);
        let priced = quotes([quote(id(0), &[(1, 5_000), (10, 4_500)]), quote(id(1), &[(1, 1_000)])]);
        assert_eq!(basket_price(&fixed, &priced, 9), Some(Amount(5_000)));
        assert_eq!(basket_price(&fixed, &priced, 10), Some(Amount(4_500)));
        assert_eq!(basket_price(&fixed, &quotes([quote(id(0), &[(1, 5_000)]), quote(id(1), &[])]), 1), None);
        assert_eq!(basket_price(&fixed, &quotes([quote(id(1), &[(1, 1_000)])]), 1), None);
    }

    #[test]
    fn packaging_takes_its_price_first_and_ties_go_to_the_earlier_component() {
        let values = [Amount(100), Amount(100), Amount(100)];
        let parts = |net, packaging| apportion(Amount(net), Amount(packaging), &values).into_iter().map(|part| part.0);
        assert!(parts(200, 100).eq([100, 34, 33, 33]));
        assert!(parts(80, 100).eq([80, 0, 0, 0]));
        assert_eq!(apportion(Amount(80), Amount(10), &[Amount::ZERO]), [Amount(80), Amount::ZERO]);
    }

    fn tiers() -> impl Strategy<Value = Vec<(i64, i64)>> {
        prop::collection::btree_map(1_i64..200, 1_i64..=Amount::MAX, 1..4).prop_map(|tiers| {
            let mut amounts: Vec<i64> = tiers.values().copied().collect();
            amounts.sort_unstable_by(|a, b| b.cmp(a));
            tiers.into_keys().zip(amounts).collect()
        })
    }

    proptest! {
        #[test]
        fn the_parts_are_the_price(
            components in prop::collection::vec((1_i64..=1_000, tiers()), 1..30),
            discount in 0_i32..=10_000, packaging in 0_i64..=Amount::MAX, baskets in 1_i64..1_000_000,
        ) {
            let quantities: Vec<i64> = components.iter().map(|(quantity, _)| *quantity).collect();
            let quotes = quotes(components.iter().enumerate().map(|(i, (_, tiers))| quote(id(i + 1), tiers)));
            let contents = basket(Some(discount), packaging, &quantities);
            let price = basket_price(&contents, &quotes, baskets).unwrap();
            let values = component_values(&contents, &quotes, baskets).unwrap();
            let exact: i128 = values.iter().map(|value| i128::from(value.0)).sum::<i128>() * i128::from(10_000 - discount);
            prop_assert!((i128::from(price.0 - packaging) * 10_000 - exact).abs() <= 5_000);
            let tiers = basket_tiers(&contents, &quotes);
            let reached = tiers.iter().rev().find(|tier| tier.min_quantity <= baskets).unwrap();
            prop_assert_eq!(reached.amount, price);
            let parts = apportion(price, contents.basket.packaging_price, &values);
            prop_assert_eq!(parts.len(), values.len() + 1);
            prop_assert_eq!(parts.iter().copied().sum::<Amount>(), price);
            prop_assert_eq!(parts[0], Amount(packaging));
            prop_assert!(parts.iter().all(|part| part.0 >= 0));
        }

        #[test]
        fn each_part_is_within_one_of_its_due_and_nothing_is_lost(
            net in 0_i64..=Amount::MAX, packaging in 0_i64..=Amount::MAX,
            values in prop::collection::vec(0_i64..=Amount::MAX, 0..30),
        ) {
            let weights: Vec<Amount> = values.iter().copied().map(Amount).collect();
            let parts = apportion(Amount(net), Amount(packaging), &weights);
            prop_assert_eq!(parts.iter().copied().sum::<Amount>(), Amount(net));
            let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
            let goods = i128::from(net - parts[0].0);
            for (part, value) in parts[1..].iter().zip(&values) {
                prop_assert!((i128::from(part.0) * sum - goods * i128::from(*value)).abs() < sum.max(1));
            }
        }
    }
}
