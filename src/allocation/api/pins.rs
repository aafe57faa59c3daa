//! Pins: staff fix a quantity for the next run of a cycle.

use entities::values::{CycleId, PinId, ProductId, WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::{
    cycle_allocation::{CycleAllocation, Pin, cycle_allocation},
    tag::Tag,
};
use crate::{
    allocation::{PinTerms, create_pin, delete_pin},
    identity::{Caller, Staff},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            limits::NOTE,
            problem::Result,
            text::Text,
        },
    },
};

/// A quantity to be fixed.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPin {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Lots; 0 = the workshop makes none of it.
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000000")))]
    pub lots: i64,
    /// Why; members can read it.
    pub reason: Text<1, NOTE>,
}

/// Pins, for staff.
pub struct Pins;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Allocation")]
impl Pins {
    /// Create a pin for the next run. It replaces an earlier pin of the same workshop and product.
    #[oai(path = "/staff/cycles/:id/allocation/pins", method = "post", operation_id = "create_pin")]
    async fn create_pin(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<CycleId>,
        body: Json<NewPin>,
    ) -> Result<Created<Pin>> {
        request
            .run(body, async |tx, _caller, NewPin { workshop_id, product_id, lots, reason }| {
                let terms = PinTerms { cycle_id: id.0, workshop_id, product_id, lots, reason: reason.into() };
                Ok(create_pin(tx, terms).await?.into())
            })
            .await
    }

    /// Delete a pin, so that the next run ignores it
    #[oai(path = "/staff/cycles/:id/allocation/pins/:pin/remove", method = "post", operation_id = "delete_pin")]
    async fn delete_pin(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CycleId>,
        pin: Path<PinId>,
    ) -> Result<Json<CycleAllocation>> {
        let mut tx = app.begin(caller.actor()).await?;
        delete_pin(&mut tx, id.0, pin.0).await?;
        let response = cycle_allocation(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(response))
    }
}
