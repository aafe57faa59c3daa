//! What catalogue tells.

use entities::values::{ProductId, WorkshopId};

use crate::platform::unit_of_work;

/// A fact of the catalogue.
#[derive(Debug)]
pub enum Event {
    /// A product, its prices, its offers or who may supply it changed: search follows.
    ProductChanged {
        /// The product.
        product_id: ProductId,
    },
    /// A workshop makes less of a product than it had offered, in fewer months, or none any more.
    OfferLowered {
        /// The workshop.
        workshop_id: WorkshopId,
        /// The product.
        product_id: ProductId,
    },
}

impl unit_of_work::Event for Event {}
