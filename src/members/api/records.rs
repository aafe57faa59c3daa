//! Staff write down what is agreed with a workshop: its share, its authorisations, its pauses.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};
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
    members::{NewAuthorisation, NewPause, add_authorisation, add_pause, add_share, end_pause},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
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
    async fn add_share(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewShare>,
    ) -> Result<Created<WorkshopShare>> {
        let operation = format!("add_share {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewShare { weight, from_date, decision_id } = body.0;
                let made = add_share(&mut begun.tx, id.0, weight, from_date, decision_id).await?;
                begun.created(WorkshopShare::from(made)).await
            }
        }
    }

    /// Write down a workshop's sanitary authorisation
    #[oai(path = "/workshops/:id/authorisations", method = "post", operation_id = "add_authorisation")]
    async fn add_authorisation(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewSanitaryAuthorisation>,
    ) -> Result<Created<WorkshopAuthorisation>> {
        let operation = format!("add_authorisation {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewSanitaryAuthorisation { number, valid_from, valid_until } = body.0;
                let new = NewAuthorisation { number: number.into(), valid_from, valid_until };
                let made = add_authorisation(&mut begun.tx, id.0, new).await?;
                begun.created(WorkshopAuthorisation::from(made)).await
            }
        }
    }

    /// Pause a workshop, as agreed
    #[oai(path = "/workshops/:id/pauses", method = "post", operation_id = "add_pause")]
    async fn add_pause(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<WorkshopId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewWorkshopPause>,
    ) -> Result<Created<WorkshopPause>> {
        let operation = format!("add_pause {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewWorkshopPause { from_date, until_date, reason } = body.0;
                let new = NewPause { from_date, until_date, reason: reason.into() };
                let made = add_pause(&mut begun.tx, id.0, new).await?;
                begun.created(WorkshopPause::from(made)).await
            }
        }
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
