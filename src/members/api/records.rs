//! Staff write down what is agreed with a workshop: its share, its authorisations, its pauses.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::{
    Tag,
    wire::{
        EndOfPause, NewSanitaryAuthorisation, NewShare, NewWorkshopPause, WorkshopAuthorisation, WorkshopPause,
        WorkshopShare,
    },
};
use crate::{
    identity::{Caller, Staff},
    members::{create_authorisation, create_pause, create_share, end_pause},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            problem::Result,
        },
    },
};

/// Operations of staff on what is agreed with a workshop.
pub struct Records;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Records {
    /// Agree a share with a workshop; the history is kept
    #[oai(path = "/workshops/:id/shares", method = "post", operation_id = "add_share")]
    async fn create_share(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<WorkshopId>,
        body: Json<NewShare>,
    ) -> Result<Created<WorkshopShare>> {
        request
            .run(body, async |tx, _, NewShare { weight, from_date, decision_id }| {
                Ok(create_share(tx, id.0, weight, from_date, decision_id).await?.into())
            })
            .await
    }

    /// Write down a workshop's sanitary authorisation
    #[oai(path = "/workshops/:id/authorisations", method = "post", operation_id = "add_authorisation")]
    async fn create_authorisation(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<WorkshopId>,
        body: Json<NewSanitaryAuthorisation>,
    ) -> Result<Created<WorkshopAuthorisation>> {
        request.run(body, async |tx, _, new| Ok(create_authorisation(tx, id.0, new.into()).await?.into())).await
    }

    /// Pause a workshop, as agreed
    #[oai(path = "/workshops/:id/pauses", method = "post", operation_id = "add_pause")]
    async fn create_pause(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<Staff>,
        id: Path<WorkshopId>,
        body: Json<NewWorkshopPause>,
    ) -> Result<Created<WorkshopPause>> {
        request.run(body, async |tx, _, new| Ok(create_pause(tx, id.0, new.into()).await?.into())).await
    }

    /// Set the last day of a pause
    #[oai(path = "/workshops/:id/pauses/:pause_id", method = "put", operation_id = "end_pause")]
    async fn end_pause(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        pause_id: Path<Uuid>,
        body: Json<EndOfPause>,
    ) -> Result<Json<WorkshopPause>> {
        let mut tx = app.begin(caller.actor()).await?;
        let ended = end_pause(&mut tx, id.0, pause_id.0, body.0.until_date).await?;
        tx.commit().await?;
        Ok(Json(ended.into()))
    }
}
