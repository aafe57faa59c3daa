//! Pins on the wire.

use chrono::{DateTime, Utc};
use entities::{
    allocation::pin,
    values::{CycleId, PersonId, PinId, ProductId, WorkshopId},
};
use poem_openapi::Object;

use crate::platform::http::{limits::NOTE, text::Text};

/// A quantity fixed before the rest is split.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Pin {
    /// Identifies the pin.
    pub id: PinId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the workshop makes none of it.
    pub lots: i64,
    /// Why.
    pub reason: String,
    /// When it was set.
    pub created_at: DateTime<Utc>,
    /// Who set it.
    pub created_by: Option<PersonId>,
}

impl From<pin::Model> for Pin {
    fn from(row: pin::Model) -> Self {
        Self {
            id: row.id,
            cycle_id: row.cycle_id,
            workshop_id: row.workshop_id,
            product_id: row.product_id,
            lots: row.lots,
            reason: row.reason,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// A quantity to be fixed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PutPin {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the workshop makes none of it.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000000")))]
    pub lots: i64,
    /// Why, for everybody to read.
    pub reason: Text<1, NOTE>,
}
