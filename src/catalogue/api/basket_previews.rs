//! The preview of a basket that somebody is composing.

use chrono::NaiveDate;
use entities::values::{Allergen, Money, ProductId, Storage};
use poem_openapi::Object;

use super::buyer_products::ProductSellable;
use crate::{
    catalogue::actions::preview_basket::{PreviewedBasket, PreviewedComponent},
    platform::http::bounded::Bounded,
};

/// Number of baskets.
pub type BasketCount = Bounded<1, 100_000>;

/// What a basket costs, what it contains and how many can be had.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BasketPreview {
    /// Net price of one basket with its packaging; absent = not sold, because a component has no price, or its price is on
    /// the price lists.
    pub price: Option<Money>,
    /// What its components cost one by one; absent = one of them has no price.
    pub list_price: Option<Money>,
    /// What it contains. It says nothing unless `allergens_declared`.
    pub allergens: Vec<Allergen>,
    /// What it may contain in traces.
    pub may_contain: Vec<Allergen>,
    /// Whether each of its products and their substitutes declares its allergens.
    pub allergens_declared: bool,
    /// Days from production to best before: the shortest of its products.
    pub shelf_life_days: i32,
    /// How it is stored: the coldest of its products.
    pub storage: Storage,
    /// How many can still be ordered, where the request names a delivery date.
    pub sellable: Option<ProductSellable>,
    /// Its components, in their order.
    pub components: Vec<BasketPreviewItem>,
}

/// A component of a basket that somebody is composing.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BasketPreviewItem {
    /// The product.
    pub product_id: ProductId,
    /// Its net price per unit; absent = not on the price list.
    pub unit_price: Option<Money>,
    /// How much of it can still be ordered, where the request names a delivery date.
    pub sellable: Option<ProductSellable>,
}

impl BasketPreview {
    /// The preview on the day `today`.
    pub fn of(previewed: PreviewedBasket, today: NaiveDate) -> Self {
        let PreviewedBasket { currency, facts, delivery_date, .. } = previewed;
        let declared = facts.allergens.is_some();
        let declaration = facts.allergens.unwrap_or_default();
        let component = |component: PreviewedComponent| BasketPreviewItem {
            product_id: component.product_id,
            unit_price: component.unit_price.map(|price| price.of(currency)),
            sellable: delivery_date.map(|date| ProductSellable::of(component.sellable.as_ref(), date, today)),
        };
        Self {
            price: previewed.price.map(|price| price.of(currency)),
            list_price: previewed.list_price.map(|price| price.of(currency)),
            allergens: declaration.contains.into(),
            may_contain: declaration.may_contain.into(),
            allergens_declared: declared,
            shelf_life_days: facts.shelf_life_days,
            storage: facts.storage,
            sellable: delivery_date.map(|date| ProductSellable::of(previewed.sellable.as_ref(), date, today)),
            components: previewed.components.into_iter().map(component).collect(),
        }
    }
}
