//! What is in a basket, and what follows from it.

use std::collections::HashMap;

use entities::{
    catalogue::{basket, product},
    values::{AllergenDeclaration, BuyerId, ProductId, Storage},
};

use super::{allergens::declaration, photos::is_in_catalogue};

/// A basket with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketContents {
    /// The basket.
    pub basket: basket::Model,
    /// Its components, by position; at least one.
    pub components: Vec<BasketComponent>,
}

/// A product in a basket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketComponent {
    /// The product.
    pub product_id: ProductId,
    /// Units per basket.
    pub quantity: i64,
    /// The products that may take its place, unit for unit, in order of preference.
    pub substitutes: Vec<ProductId>,
}

impl BasketComponent {
    /// The component's product and its substitutes.
    pub fn products(&self) -> impl Iterator<Item = ProductId> + '_ {
        std::iter::once(self.product_id).chain(self.substitutes.iter().copied())
    }
}

impl BasketContents {
    /// Every product that may be in the basket: its components and their substitutes. A product may occur twice.
    pub fn products(&self) -> impl Iterator<Item = ProductId> + '_ {
        self.components.iter().flat_map(BasketComponent::products)
    }

    /// Whether this buyer may see and order it: a basket of the cooperative, or the buyer's own.
    pub fn is_for(&self, buyer: BuyerId) -> bool {
        self.basket.buyer_id.is_none_or(|owner| owner == buyer)
    }
}

/// What a basket's product says because of what may be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasketFacts {
    /// What all of its products declare together; `None` where one of them declares nothing.
    pub allergens: Option<AllergenDeclaration>,
    /// The shortest.
    pub shelf_life_days: i32,
    /// The coldest.
    pub storage: Storage,
}

impl BasketFacts {
    /// The facts of a basket that may hold these products.
    pub fn of<'a>(products: impl IntoIterator<Item = &'a product::Model> + Clone) -> Self {
        let all = || products.clone().into_iter();
        let declared: Option<Vec<AllergenDeclaration>> = all().map(declaration).collect();
        Self {
            allergens: declared.map(|parts| AllergenDeclaration::combine(&parts)),
            shelf_life_days: all().map(|product| product.shelf_life_days).min().unwrap_or(1),
            storage: all().map(|product| product.storage).max().unwrap_or(Storage::Ambient),
        }
    }
}

/// The first component that the catalogue no longer sells, so that the basket cannot be ordered.
pub fn unsold_component(contents: &BasketContents, products: &HashMap<ProductId, product::Model>) -> Option<ProductId> {
    let is_sold = |id: &ProductId| products.get(id).is_some_and(is_in_catalogue);
    contents.components.iter().map(|component| component.product_id).find(|id| !is_sold(id))
}
