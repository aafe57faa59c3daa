//! Segments and zones: a handful each, made and renamed by staff, public by name.

use entities::values::{SegmentId, ZoneId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Tag,
    wire::{NewSegment, NewZone, Segment, SegmentNames, Zone, ZoneName},
};
use crate::{
    buyers::{put_segment, put_zone, rename_segment, rename_zone, segments, zones},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::List,
            problem::Result,
        },
        unit_of_work::Actor,
    },
};

/// Operations on segments and zones.
pub struct Kinds;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Buyers")]
impl Kinds {
    /// Where the cooperative delivers
    #[oai(path = "/public/zones", method = "get", operation_id = "list_public_zones")]
    async fn list_public_zones(&self, app: Data<&App>) -> Result<List<Zone>> {
        let tx = app.read(Actor::System).await?;
        Ok(List::all(zones(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Kinds of buyers, by code
    #[oai(path = "/staff/segments", method = "get", operation_id = "list_segments")]
    async fn list_segments(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Segment>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(segments(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Make a kind of buyers
    #[oai(path = "/staff/segments", method = "post", operation_id = "create_segment")]
    async fn create_segment(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewSegment>,
    ) -> Result<Created<Segment>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_segment", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewSegment { code, name_es, name_en } = body.0;
                let made = put_segment(&mut begun.tx, &code, &name_es, &name_en).await?;
                begun.created(Segment::from(made)).await
            }
        }
    }

    /// Rename a kind of buyers
    #[oai(path = "/staff/segments/:id", method = "put", operation_id = "rename_segment")]
    async fn rename_segment(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<SegmentId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<SegmentNames>,
    ) -> Result<Versioned<Segment>> {
        let mut tx = app.begin(caller.actor()).await?;
        let SegmentNames { name_es, name_en } = body.0;
        let row = rename_segment(&mut tx, id.0, if_match.as_deref(), name_es.into(), name_en.into()).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Delivery areas, by code
    #[oai(path = "/staff/zones", method = "get", operation_id = "list_zones")]
    async fn list_zones(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Zone>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(zones(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Make a delivery area
    #[oai(path = "/staff/zones", method = "post", operation_id = "create_zone")]
    async fn create_zone(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewZone>,
    ) -> Result<Created<Zone>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_zone", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = put_zone(&mut begun.tx, &body.0.code, &body.0.name).await?;
                begun.created(Zone::from(made)).await
            }
        }
    }

    /// Rename a delivery area
    #[oai(path = "/staff/zones/:id", method = "put", operation_id = "rename_zone")]
    async fn rename_zone(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<ZoneId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<ZoneName>,
    ) -> Result<Versioned<Zone>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = rename_zone(&mut tx, id.0, if_match.as_deref(), body.0.name.into()).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}
