//! The workshops that make a product, as responses describe them.

use entities::values::WorkshopId;
use poem_openapi::Object;

use crate::catalogue::{rules::months::months, store::eligibility::WorkshopOffer};

/// A workshop that makes a product.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct ProductMaker {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Name of the workshop.
    pub name: String,
    /// Comuna of the workshop.
    pub comuna: Option<String>,
    /// Months in which it makes the product, 1 = January.
    pub harvest_months: Vec<u32>,
}

impl From<WorkshopOffer> for ProductMaker {
    fn from(row: WorkshopOffer) -> Self {
        let WorkshopOffer { offer, workshop } = row;
        Self {
            workshop_id: workshop.id,
            name: workshop.name,
            comuna: workshop.comuna,
            harvest_months: months(offer.harvest_months),
        }
    }
}
