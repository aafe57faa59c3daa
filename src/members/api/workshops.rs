//! Staff take workshops into the group, look at them and change them.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{NewWorkshop, Workshop, WorkshopDetail, WorkshopFacts},
};
use crate::{
    identity::{Caller, Staff, StaffViewer},
    members::{self, add_share, add_workshop, change_workshop, reads, store},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Operations of staff on workshops.
pub struct Workshops;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Workshops {
    /// Workshops, by code
    #[oai(path = "/workshops", method = "get", operation_id = "list_workshops")]
    async fn list_workshops(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<Workshop>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = store::page_of_workshops(&tx, page.key()?, page.fetch()).await?;
        let workshops = reads::listed(&tx, rows).await?;
        Ok(List::page(workshops, &page, &uri, |workshop| Cursor::of(&workshop.code), |workshop| workshop))
    }

    /// Take a workshop into the group
    #[oai(path = "/workshops", method = "post", operation_id = "create_workshop")]
    async fn create_workshop(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewWorkshop>,
    ) -> Result<Created<WorkshopDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_workshop", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewWorkshop { organisation_id, code, joined_on, weight, facts } = body.0;
                let new = members::NewWorkshop { organisation_id, code: code.into(), joined_on, facts: facts.into() };
                let workshop = add_workshop(&mut begun.tx, new).await?;
                if let Some(weight) = weight {
                    add_share(&mut begun.tx, workshop.id, weight, joined_on, None).await?;
                }
                let told = reads::detail(&begun.tx, workshop).await?;
                begun.created(told).await
            }
        }
    }

    /// One workshop with its shares, authorisations and pauses
    #[oai(path = "/workshops/:id", method = "get", operation_id = "get_workshop")]
    async fn get_workshop(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<WorkshopId>,
    ) -> Result<Versioned<WorkshopDetail>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::workshop(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(reads::detail(&tx, row).await?, version))
    }

    /// Change a workshop, or say when it leaves
    #[oai(path = "/workshops/:id", method = "put", operation_id = "change_workshop")]
    async fn change_workshop(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<WorkshopFacts>,
    ) -> Result<Versioned<WorkshopDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = change_workshop(&mut tx, id.0, if_match.as_deref(), body.0.into()).await?;
        let (version, told) = (row.version, reads::detail(&tx, row).await?);
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }
}
