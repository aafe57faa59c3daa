//! Staff create and update the delivery zones; anyone can list them.

use entities::{buyers::zone, values::ZoneId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::{create_zone, list_zones, update_zone},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            limits::NAME,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::Actor,
    },
};

/// A delivery zone, which has its own cycles.
#[derive(Clone, Debug, Object)]
pub struct Zone {
    /// Identifies the zone.
    pub id: ZoneId,
    /// Stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<zone::Model> for Zone {
    fn from(row: zone::Model) -> Self {
        Self { id: row.id, code: row.code, name: row.name, version: row.version }
    }
}

/// A zone to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewZone {
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// Its name.
    pub name: Text<1, NAME>,
}

/// The name of a zone.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct ZoneName {
    /// Its name.
    pub name: Text<1, NAME>,
}

/// Operations on zones.
pub struct Zones;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Buyers")]
impl Zones {
    /// List the zones that the cooperative delivers to, by code
    #[oai(path = "/public/zones", method = "get", operation_id = "list_public_zones")]
    async fn list_public_zones(&self, app: Data<&App>) -> Result<List<Zone>> {
        let tx = app.read(Actor::System).await?;
        Ok(List::all(list_zones(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// List delivery zones, by code
    #[oai(path = "/staff/zones", method = "get", operation_id = "list_zones")]
    async fn list_zones(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Zone>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(list_zones(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Create a delivery zone
    #[oai(path = "/staff/zones", method = "post", operation_id = "create_zone")]
    async fn create_zone(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewZone>,
    ) -> Result<Created<Zone>> {
        request.run(body, async |tx, _, NewZone { code, name }| Ok(create_zone(tx, &code, &name).await?.into())).await
    }

    /// Update the name of a delivery zone
    #[oai(path = "/staff/zones/:id", method = "put", operation_id = "update_zone")]
    async fn update_zone(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ZoneId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<ZoneName>,
    ) -> Result<Versioned<Zone>> {
        let mut tx = app.begin(caller.actor()).await?;
        let zone = update_zone(&mut tx, id.0, &if_match, body.0.name.into()).await?;
        tx.commit().await?;
        let version = zone.version;
        Ok(Versioned::of(zone.into(), version))
    }
}
