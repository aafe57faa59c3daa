//! Staff take workshops into the group, look at them and change them.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    Tag,
    wire::{NewWorkshop, Workshop, WorkshopDetail, WorkshopFacts},
};
use crate::{
    identity::{Caller, Staff, StaffViewer},
    members::{self, create_share, create_workshop, reads, store, update_workshop},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
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
    async fn list_workshops(&self, app: Data<&App>, caller: StaffViewer, page: PageRequest) -> Result<List<Workshop>> {
        let tx = app.read(caller.actor()).await?;
        let rows = store::page_of_workshops(&tx, &page).await?;
        let today = reads::Today::of(&tx, &rows.items).await?;
        Ok(rows.try_map(|row| today.workshop(row))?.into())
    }

    /// Take a workshop into the group
    #[oai(path = "/workshops", method = "post", operation_id = "create_workshop")]
    async fn create_workshop(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        body: Json<NewWorkshop>,
    ) -> Result<Created<WorkshopDetail>> {
        request
            .run(body, async |tx, _, NewWorkshop { organisation_id, code, joined_on, weight, facts }| {
                let new = members::NewWorkshop { organisation_id, code: code.into(), joined_on, terms: facts.into() };
                let workshop = create_workshop(tx, new).await?;
                if let Some(weight) = weight {
                    create_share(tx, workshop.id, weight, joined_on, None).await?;
                }
                reads::detail(tx, workshop).await
            })
            .await
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
        let row = store::get_workshop(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(reads::detail(&tx, row).await?, version))
    }

    /// Change a workshop, or say when it leaves
    #[oai(path = "/workshops/:id", method = "put", operation_id = "change_workshop")]
    async fn update_workshop(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<WorkshopFacts>,
    ) -> Result<Versioned<WorkshopDetail>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = update_workshop(&mut tx, id.0, &if_match, body.0.into()).await?;
        let (version, told) = (row.version, reads::detail(&tx, row).await?);
        tx.commit().await?;
        Ok(Versioned::of(told, version))
    }
}
