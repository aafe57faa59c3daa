//! What catalogue tells.

use entities::values::{ProductId, UnitId};

use crate::platform::work::Fact;

/// A fact of the catalogue.
#[derive(Debug)]
pub enum Event {
    /// A product, its prices, its offers or who may supply it changed: search follows.
    ProductChanged {
        /// The product.
        product_id: ProductId,
    },
    /// A unit makes less of a product than it had offered, in fewer months, or none any more.
    OfferLowered {
        /// The unit.
        unit_id: UnitId,
        /// The product.
        product_id: ProductId,
    },
}

impl Fact for Event {}
