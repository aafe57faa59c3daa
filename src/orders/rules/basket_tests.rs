//! Tests of the price of a basket in an order.

use std::collections::HashMap;

use chrono::DateTime;
use entities::values::{Allergens, CycleId, FamilyId, NetUnit, Storage, Tags};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    catalogue::{PriceTier, Quote},
    orders::rules::{OrderTotal, holds, line_rows},
};

fn product(n: u128) -> product::Model {
    product::Model {
        id: ProductId(Uuid::from_u128(n)),
        code: n.to_string(),
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
        practices: Tags(Vec::new()),
        storage: Storage::Ambient,
        shelf_life_days: 1,
        vat_bps: 1_900,
        additional_tax_code: None,
        additional_tax_bps: 0,
        published_at: Some(DateTime::UNIX_EPOCH),
        retired_at: None,
        created_at: DateTime::UNIX_EPOCH,
        version: 1,
    }
}

/// A basket, product 1, of so many units of the products 2, 3, … at these prices and, from ten units on, these.
fn quotes(components: &[(i64, i64, i64)], discount_bps: Option<i32>, packaging: i64, fixed: i64) -> Quotes {
    let id = |n: usize| ProductId(Uuid::from_u128(u128::try_from(n).unwrap()));
    let mut quotes = HashMap::new();
    let tiers = vec![PriceTier { min_quantity: 1, amount: Amount(fixed) }];
    quotes.insert(id(1), Quote { product: product(1), tiers });
    let mut contents = Vec::new();
    for (n, (quantity, price, from_ten)) in (2..).zip(components) {
        let tier = |min_quantity, amount: &i64| PriceTier { min_quantity, amount: Amount(*amount) };
        let tiers = vec![tier(1, price), tier(10, from_ten)];
        quotes.insert(id(n), Quote { product: product(n.try_into().unwrap()), tiers });
        contents.push(BasketComponent { product_id: id(n), quantity: *quantity, substitutes: Vec::new() });
    }
    let basket = basket::Model {
        product_id: id(1),
        buyer_id: None,
        discount_bps,
        packaging_es: None,
        packaging_en: None,
        packaging_price: Amount(packaging),
        card_es: None,
        card_en: None,
    };
    let baskets = [(id(1), BasketContents { basket, components: contents })].into();
    Quotes { price_list: None, quotes, baskets }
}

fn place(quotes: &Quotes, quantity: i64) -> (PricedBasket, Vec<PricedLine>) {
    let mut ids = (1..).map(|n| OrderLineId(Uuid::from_u128(n)));
    let new_id = || ids.next().unwrap();
    new_basket(OrderBasketId(Uuid::nil()), &product(1), quantity, quotes, new_id).unwrap()
}

fn net(lines: &[PricedLine]) -> Amount {
    OrderTotal::of(lines).net
}

#[test]
fn a_basket_shares_its_price_over_its_components_and_its_packaging() {
    // 2 × 1000 + 3 × 500 = 3500, less 10 % is 3150, and 250 for the packaging.
    let quotes = quotes(&[(2, 1_000, 900), (3, 500, 400)], Some(1_000), 250, 1);
    let (basket, lines) = place(&quotes, 3);
    assert_eq!((basket.unit_price, net(&lines)), (Amount(3_400), Amount(10_200)));
    let amounts: Vec<_> = lines.iter().map(|line| (line.price.quantity, line.price.unit_price.0)).collect();
    assert_eq!(amounts, [(6, 1_800), (9, 1_350), (3, 250)]);
    let holds: Vec<_> = holds(&lines).iter().map(|hold| (hold.item, hold.quantity, hold.item_units)).collect();
    assert_eq!(holds, [(0, 6, 2), (0, 9, 3)]);
    let (more, lines) = basket_at_quantity(&basket, &lines, 5, &quotes);
    // From ten units on both cost less: 2 × 900 + 3 × 400 = 3000.
    assert_eq!((more.unit_price, net(&lines)), (Amount(2_950), Amount(14_750)));
}

#[test]
fn the_lines_of_two_baskets_are_two_items() {
    let quotes = quotes(&[(2, 1_000, 900)], Some(0), 250, 1);
    let (_, mut lines) = place(&quotes, 1);
    let other = lines.iter().cloned().map(|line| {
        let part = line.part.map(|part| BasketPart { basket_id: OrderBasketId(Uuid::from_u128(9)), ..part });
        PricedLine { part, ..line }
    });
    lines.extend(other.collect::<Vec<_>>());
    let mut plain = lines[0].clone();
    plain.part = None;
    lines.extend([plain.clone(), plain]);
    assert_eq!(holds(&lines).iter().map(|hold| hold.item).collect::<Vec<_>>(), [0, 1, 2, 3]);
}

proptest! {
    #[test]
    fn whatever_is_ordered_and_amended_the_lines_sum_to_the_price(
        components in prop::collection::vec((1_i64..20, 1_i64..20_000, 1_i64..20_000), 1..12),
        discount in prop::option::of(0_i32..=10_000), packaging in 0_i64..5_000, fixed in 1_i64..50_000,
        quantities in prop::collection::vec(1_i64..500, 1..6),
    ) {
        let quotes = quotes(&components, discount, packaging, fixed);
        let (mut basket, mut lines) = place(&quotes, quantities[0]);
        for quantity in quantities {
            (basket, lines) = basket_at_quantity(&basket, &lines, quantity, &quotes);
            prop_assert_eq!(Some(basket.unit_price), basket_price(&basket.contents, &quotes, quantity));
            prop_assert_eq!(net(&lines), Amount(basket.unit_price.0 * quantity));
            prop_assert!(lines.iter().all(|line| line.price.unit_price >= Amount::ZERO));
            // What is stored of it is the same basket.
            let rows = line_rows(OrderId(Uuid::nil()), CycleId(Uuid::nil()), &lines);
            prop_assert_eq!(&PricedBasket::from_row(&basket.row(OrderId(Uuid::nil()), 1), &rows), &basket);
            prop_assert_eq!(rows.iter().map(PricedLine::from_row).collect::<Vec<_>>(), lines.clone());
        }
    }

    #[test]
    fn parts_of_a_basket_that_are_missing_never_exceed_their_amount(
        components in prop::collection::vec((1_i64..20, 1_i64..20_000, 1_i64..20_000), 1..12),
        packaging in 0_i64..5_000, quantity in 1_i64..200, permille in 0_i64..=1_000,
    ) {
        let quotes = quotes(&components, Some(500), packaging, 1);
        let (_, lines) = place(&quotes, quantity);
        for row in line_rows(OrderId(Uuid::nil()), CycleId(Uuid::nil()), &lines) {
            let units = row.quantity * permille / 1_000;
            let part = crate::orders::net_of_units(&row, units);
            prop_assert!(part >= Amount::ZERO && part <= row.net);
            let exact = row.net.0 * units;
            prop_assert!((part.0 * row.quantity - exact).abs() * 2 <= row.quantity, "rounded once");
        }
    }
}
