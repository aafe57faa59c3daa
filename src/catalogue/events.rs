//! Events of the catalogue.

use entities::values::{ProductId, WorkshopId};

use crate::platform::unit_of_work;

/// An event of the catalogue.
#[derive(Debug)]
pub enum Event {
    /// A product, its prices, its offers or the workshops that may supply it changed.
    ProductChanged {
        /// The product.
        product_id: ProductId,
    },
    /// A workshop makes less of a product than it offered, in fewer months, or none any more.
    OfferReduced {
        /// The workshop.
        workshop_id: WorkshopId,
        /// The product.
        product_id: ProductId,
    },
}

impl unit_of_work::Event for Event {}
