//! Staff create and update the segments of buyers.

use entities::{buyers::segment, values::SegmentId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::{create_segment, list_segments, update_segment},
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
    },
};

/// A kind of buyer, such as lodge or restaurant. Each segment has its price list.
#[derive(Clone, Debug, Object)]
pub struct Segment {
    /// Identifies the segment.
    pub id: SegmentId,
    /// Stable code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Its version, for `If-Match: "v{version}"`.
    pub version: i32,
}

impl From<segment::Model> for Segment {
    fn from(row: segment::Model) -> Self {
        Self { id: row.id, code: row.code, name_es: row.name_es, name_en: row.name_en, version: row.version }
    }
}

/// A segment to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewSegment {
    /// Stable code, unique; it never changes.
    pub code: Text<1, 40>,
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
}

/// The names of a segment.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct SegmentNames {
    /// Name in Spanish.
    pub name_es: Text<1, NAME>,
    /// Name in English.
    pub name_en: Text<1, NAME>,
}

/// Operations on segments.
pub struct Segments;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Buyers")]
impl Segments {
    /// List segments, by code
    #[oai(path = "/segments", method = "get", operation_id = "list_segments")]
    async fn list_segments(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Segment>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(list_segments(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Create a segment
    #[oai(path = "/segments", method = "post", operation_id = "create_segment")]
    async fn create_segment(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewSegment>,
    ) -> Result<Created<Segment>> {
        request
            .run(body, async |tx, _, NewSegment { code, name_es, name_en }| {
                Ok(create_segment(tx, &code, &name_es, &name_en).await?.into())
            })
            .await
    }

    /// Update the names of a segment
    #[oai(path = "/segments/:id", method = "put", operation_id = "update_segment")]
    async fn update_segment(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<SegmentId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<SegmentNames>,
    ) -> Result<Versioned<Segment>> {
        let mut tx = app.begin(caller.actor()).await?;
        let SegmentNames { name_es, name_en } = body.0;
        let segment = update_segment(&mut tx, id.0, &if_match, name_es.into(), name_en.into()).await?;
        tx.commit().await?;
        let version = segment.version;
        Ok(Versioned::of(segment.into(), version))
    }
}
