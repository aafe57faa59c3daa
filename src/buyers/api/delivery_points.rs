//! Staff create, update and retire a buyer's delivery points.

use chrono::{DateTime, Utc};
use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::{DeliveryPointTerms, create_delivery_point, retire_delivery_point, update_delivery_point},
    identity::{Caller, Staff},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::{LINE, NAME, NOTE},
            problem::Result,
            text::Text,
        },
    },
};

/// A place where a buyer receives deliveries.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct DeliveryPoint {
    /// Identifies the delivery point.
    pub id: DeliveryPointId,
    /// Its name.
    pub name: String,
    /// Street, number, place.
    pub address: String,
    /// CUT code of the comuna.
    pub comuna_code: Option<String>,
    /// Notes for the driver.
    pub notes: Option<String>,
    /// Since when new orders cannot use it.
    pub retired_at: Option<DateTime<Utc>>,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<delivery_point::Model> for DeliveryPoint {
    fn from(row: delivery_point::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            address: row.address,
            comuna_code: row.comuna_code,
            notes: row.notes,
            retired_at: row.retired_at,
            version: row.version,
        }
    }
}

/// What a delivery point is created or updated with.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct DeliveryPointInput {
    /// Its name.
    pub name: Text<1, NAME>,
    /// Street, number, place.
    pub address: Text<1, LINE>,
    /// CUT code of the comuna.
    #[oai(validator(pattern = "^[0-9]{5}$"))]
    pub comuna_code: Option<Text<5, 5>>,
    /// Notes for the driver.
    pub notes: Option<Text<1, NOTE>>,
}

impl From<DeliveryPointInput> for DeliveryPointTerms {
    fn from(input: DeliveryPointInput) -> Self {
        Self {
            name: input.name.into(),
            address: input.address.into(),
            comuna_code: input.comuna_code.map(Into::into),
            notes: input.notes.map(Into::into),
        }
    }
}

/// Operations of staff on delivery points.
pub struct DeliveryPoints;

#[OpenApi(prefix_path = "/api/v1/staff/buyers", tag = "Tag::Buyers")]
impl DeliveryPoints {
    /// Create a delivery point
    #[oai(path = "/:buyer_id/delivery-points", method = "post", operation_id = "create_delivery_point")]
    async fn create_delivery_point(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        buyer_id: Path<BuyerId>,
        body: Json<DeliveryPointInput>,
    ) -> Result<Created<DeliveryPoint>> {
        request
            .run(body, async |tx, _, input| Ok(create_delivery_point(tx, buyer_id.0, input.into()).await?.into()))
            .await
    }

    /// Update a delivery point
    #[oai(path = "/:buyer_id/delivery-points/:id", method = "put", operation_id = "update_delivery_point")]
    async fn update_delivery_point(
        &self,
        app: Data<&App>,
        caller: Staff,
        buyer_id: Path<BuyerId>,
        id: Path<DeliveryPointId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<DeliveryPointInput>,
    ) -> Result<Versioned<DeliveryPoint>> {
        let mut tx = app.begin(caller.actor()).await?;
        let point = update_delivery_point(&mut tx, buyer_id.0, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        let version = point.version;
        Ok(Versioned::of(point.into(), version))
    }

    /// Retire a delivery point
    #[oai(path = "/:buyer_id/delivery-points/:id/retire", method = "post", operation_id = "retire_delivery_point")]
    async fn retire_delivery_point(
        &self,
        app: Data<&App>,
        caller: Staff,
        buyer_id: Path<BuyerId>,
        id: Path<DeliveryPointId>,
    ) -> Result<Versioned<DeliveryPoint>> {
        let mut tx = app.begin(caller.actor()).await?;
        let point = retire_delivery_point(&mut tx, buyer_id.0, id.0).await?;
        tx.commit().await?;
        let version = point.version;
        Ok(Versioned::of(point.into(), version))
    }
}
