//! What catalogue tells.

use entities::values::ProductId;

use crate::platform::work::Fact;

/// A fact of the catalogue.
#[derive(Debug)]
pub enum Event {
    /// A product, its prices, its offers or who may supply it changed: search follows.
    ProductChanged {
        /// The product.
        product_id: ProductId,
    },
}

impl Fact for Event {}
