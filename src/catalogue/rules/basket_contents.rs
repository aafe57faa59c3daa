//! What is in a basket.

use entities::{catalogue::basket, values::ProductId};

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

impl BasketContents {
    /// Every product that may be in the basket: its components and their substitutes. A product may occur twice.
    pub fn products(&self) -> impl Iterator<Item = ProductId> + '_ {
        self.components
            .iter()
            .flat_map(|component| std::iter::once(component.product_id).chain(component.substitutes.iter().copied()))
    }
}
