//! How many of a basket can still be ordered for a delivery.

use std::collections::HashMap;

use entities::values::ProductId;

use super::{
    basket_contents::{BasketComponent, BasketContents},
    sellable::SellableQuantity,
};

/// How many baskets the scarcest component allows; none where a component has no offer. Substitutes stand in for what is
/// missing later; they promise nothing.
pub fn sellable_baskets(
    contents: &BasketContents,
    sellable: &HashMap<ProductId, SellableQuantity>,
) -> Option<SellableQuantity> {
    let component =
        |component: &BasketComponent| Some(sellable.get(&component.product_id)?.in_baskets(component.quantity));
    let components: Option<Vec<SellableQuantity>> = contents.components.iter().map(component).collect();
    components?.into_iter().reduce(SellableQuantity::scarcer)
}

#[cfg(test)]
mod tests {
    use entities::{
        catalogue::basket,
        values::{Amount, BoundBy},
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn id(number: usize) -> ProductId {
        ProductId(Uuid::from_u128(u128::try_from(number).unwrap()))
    }

    fn contents(quantities: &[i64]) -> BasketContents {
        let component = |(i, quantity): (usize, &i64)| BasketComponent {
            product_id: id(i),
            quantity: *quantity,
            substitutes: vec![],
        };
        BasketContents {
            basket: basket::Model {
                product_id: id(99),
                buyer_id: None,
                discount_bps: Some(0),
                packaging_es: None,
                packaging_en: None,
                packaging_price: Amount::ZERO,
                card_es: None,
                card_en: None,
            },
            components: quantities.iter().enumerate().map(component).collect(),
        }
    }

    fn quantity(units: i64, more_needed: i64) -> SellableQuantity {
        let mut quantity = SellableQuantity::default();
        (quantity.capacity, quantity.units, quantity.more_needed) = (units, units, more_needed);
        quantity.order_multiple = 6;
        quantity
    }

    #[test]
    fn a_component_without_a_maker_leaves_no_basket() {
        let contents = contents(&[1, 1]);
        let mut sellable = HashMap::from([(id(0), quantity(10, 0))]);
        assert_eq!(sellable_baskets(&contents, &sellable), None);
        let mut blocked = SellableQuantity::default();
        blocked.blocked_by = Some(BoundBy::Certificate);
        sellable.insert(id(1), blocked);
        let baskets = sellable_baskets(&contents, &sellable).unwrap();
        assert_eq!((baskets.units, baskets.blocked_by), (0, Some(BoundBy::Certificate)));
    }

    proptest! {
        #[test]
        fn what_is_promised_of_baskets_is_left_of_every_component(
            components in prop::collection::vec((1_i64..9, 0_i64..200, 0_i64..50), 1..6),
        ) {
            let contents = contents(&components.iter().map(|(quantity, ..)| *quantity).collect::<Vec<_>>());
            let sellable: HashMap<ProductId, SellableQuantity> = components
                .iter()
                .enumerate()
                .map(|(i, (_, units, more_needed))| (id(i), quantity(*units, *more_needed)))
                .collect();
            let baskets = sellable_baskets(&contents, &sellable).unwrap();
            let fits = |count: i64| components.iter().all(|(per_basket, units, _)| count * per_basket <= *units);
            prop_assert!(fits(baskets.units) && !fits(baskets.units + 1));
            let is_batch = |count: i64| components.iter().all(|(per_basket, _, needed)| count * per_basket >= *needed);
            prop_assert!(is_batch(baskets.more_needed));
            prop_assert!(baskets.more_needed == 0 || !is_batch(baskets.more_needed - 1));
            prop_assert_eq!(baskets.order_multiple, 1);
        }
    }
}
