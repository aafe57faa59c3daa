//! Staff keep the doors that a buyer's deliveries go to.

use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Tag,
    wire::{DeliveryPoint, DeliveryPointFacts},
};
use crate::{
    buyers::{add_delivery_point, change_delivery_point, retire_delivery_point},
    identity::{Caller, Staff},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            problem::Result,
        },
        unit_of_work::UnitOfWork,
    },
};

/// Operations of staff on delivery points.
pub struct Points;

#[OpenApi(prefix_path = "/api/v1/staff/buyers", tag = "Tag::Buyers")]
impl Points {
    /// Add a delivery point
    #[oai(path = "/:buyer_id/delivery-points", method = "post", operation_id = "add_delivery_point")]
    async fn add_delivery_point(
        &self,
        app: Data<&App>,
        caller: Staff,
        buyer_id: Path<BuyerId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<DeliveryPointFacts>,
    ) -> Result<Created<DeliveryPoint>> {
        let operation = format!("add_delivery_point {}", buyer_id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = add_delivery_point(&mut begun.tx, buyer_id.0, body.0.into()).await?;
                begun.created(DeliveryPoint::from(made)).await
            }
        }
    }

    /// Change a delivery point
    #[oai(path = "/:buyer_id/delivery-points/:id", method = "put", operation_id = "change_delivery_point")]
    async fn change_delivery_point(
        &self,
        app: Data<&App>,
        caller: Staff,
        buyer_id: Path<BuyerId>,
        id: Path<DeliveryPointId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<DeliveryPointFacts>,
    ) -> Result<Versioned<DeliveryPoint>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = change_delivery_point(&mut tx, buyer_id.0, id.0, if_match.as_deref(), body.0.into()).await?;
        done(tx, row).await
    }

    /// Take a delivery point out of use
    #[oai(path = "/:buyer_id/delivery-points/:id/retire", method = "post", operation_id = "retire_delivery_point")]
    async fn retire_delivery_point(
        &self,
        app: Data<&App>,
        caller: Staff,
        buyer_id: Path<BuyerId>,
        id: Path<DeliveryPointId>,
    ) -> Result<Versioned<DeliveryPoint>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = retire_delivery_point(&mut tx, buyer_id.0, id.0).await?;
        done(tx, row).await
    }
}

async fn done(tx: UnitOfWork, row: delivery_point::Model) -> Result<Versioned<DeliveryPoint>> {
    tx.commit().await?;
    let version = row.version;
    Ok(Versioned::of(row.into(), version))
}
