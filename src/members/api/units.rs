//! Staff take units into the group, look at them and change them.

use entities::values::UnitId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{NewProductionUnit, ProductionUnit, UnitDetail, UnitFacts},
};
use crate::{
    identity::{Caller, Staff, StaffViewer},
    members::{NewUnit, add_share, add_unit, change_unit, reads, store},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
    },
};

/// Operations of staff on units.
pub struct Units;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Units {
    /// Production units, by code
    #[oai(path = "/units", method = "get", operation_id = "list_units")]
    async fn list_units(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<ProductionUnit>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let rows = store::page_of_units(&work, page.key()?, page.fetch()).await?;
        let units = reads::listed(&work, rows).await?;
        Ok(List::page(units, &page, &here, |unit| Cursor::of(&unit.code), |unit| unit))
    }

    /// Take a unit into the group
    #[oai(path = "/units", method = "post", operation_id = "create_unit")]
    async fn create_unit(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewProductionUnit>,
    ) -> Answer<Created<UnitDetail>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_unit", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewProductionUnit { organisation_id, code, joined_on, weight, facts } = body.0;
                let new = NewUnit { organisation_id, code: code.into(), joined_on, facts: facts.into() };
                let unit = add_unit(&mut begun.work, new).await?;
                if let Some(weight) = weight {
                    add_share(&mut begun.work, unit.id, weight, joined_on, None).await?;
                }
                let told = reads::detail(&begun.work, unit).await?;
                begun.created(told).await
            }
        }
    }

    /// One unit with its shares, authorisations and pauses
    #[oai(path = "/units/:id", method = "get", operation_id = "get_unit")]
    async fn get_unit(&self, app: Data<&App>, caller: StaffViewer, id: Path<UnitId>) -> Answer<Versioned<UnitDetail>> {
        let work = app.read(caller.actor()).await?;
        let row = store::unit(&work, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(reads::detail(&work, row).await?, version))
    }

    /// Change a unit, or say when it leaves
    #[oai(path = "/units/:id", method = "put", operation_id = "change_unit")]
    async fn change_unit(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<UnitId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<UnitFacts>,
    ) -> Answer<Versioned<UnitDetail>> {
        let mut work = app.begin(caller.actor()).await?;
        let row = change_unit(&mut work, id.0, if_match.as_deref(), body.0.into()).await?;
        let (version, told) = (row.version, reads::detail(&work, row).await?);
        work.commit().await?;
        Ok(Versioned::of(told, version))
    }
}
