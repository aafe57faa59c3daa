//! Producers read their own workshops. For a workshop of somebody else the response is 404.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    tag::Tag,
    workshop_response::{Workshop, WorkshopDetail, WorkshopsToday, workshop_response},
};
use crate::{
    identity::{Caller, Producer},
    members::store,
    platform::{
        app::App,
        http::{paging::List, problem::Result},
    },
};

/// Operations of producers on their workshops.
pub struct OwnWorkshops;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Members")]
impl OwnWorkshops {
    /// List the caller's workshops
    #[oai(path = "/workshops", method = "get", operation_id = "list_own_workshops")]
    async fn list_own_workshops(&self, app: Data<&App>, caller: Producer) -> Result<List<Workshop>> {
        let tx = app.read(caller.actor()).await?;
        let rows = store::list_own_workshops_with_organisation(&tx, &caller).await?;
        let today = WorkshopsToday::load(&tx, rows.iter().map(|row| row.workshop.id)).await?;
        Ok(List::all(rows.into_iter().map(|row| today.response(row)).collect()))
    }

    /// Get one of the caller's workshops
    #[oai(path = "/workshops/:id", method = "get", operation_id = "get_own_workshop")]
    async fn get_own_workshop(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<WorkshopId>,
    ) -> Result<Json<WorkshopDetail>> {
        let tx = app.read(caller.actor()).await?;
        let workshop = store::get_own_workshop(&tx, &caller, id.0).await?;
        Ok(Json(workshop_response(&tx, workshop).await?))
    }
}
