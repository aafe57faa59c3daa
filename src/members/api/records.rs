//! Staff write down what is agreed with a unit: its share, its authorisations, its pauses.

use entities::values::UnitId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};
use uuid::Uuid;

use super::{
    Tag,
    wire::{EndOfPause, NewSanitaryAuthorisation, NewShare, NewUnitPause, UnitAuthorisation, UnitPause, UnitShare},
};
use crate::{
    identity::{Caller, Staff},
    members::{NewAuthorisation, NewPause, add_authorisation, add_pause, add_share, end_pause},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
            problem::Answer,
        },
    },
};

/// Operations of staff on what is agreed with a unit.
pub struct Records;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Records {
    /// Agree a share with a unit; the history is kept
    #[oai(path = "/units/:id/shares", method = "post", operation_id = "add_share")]
    async fn add_share(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<UnitId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewShare>,
    ) -> Answer<Created<UnitShare>> {
        let operation = format!("add_share {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewShare { weight, from_date, decision_id } = body.0;
                let made = add_share(&mut begun.work, id.0, weight, from_date, decision_id).await?;
                begun.created(UnitShare::from(made)).await
            }
        }
    }

    /// Write down a unit's sanitary authorisation
    #[oai(path = "/units/:id/authorisations", method = "post", operation_id = "add_authorisation")]
    async fn add_authorisation(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<UnitId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewSanitaryAuthorisation>,
    ) -> Answer<Created<UnitAuthorisation>> {
        let operation = format!("add_authorisation {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewSanitaryAuthorisation { number, valid_from, valid_until } = body.0;
                let new = NewAuthorisation { number: number.into(), valid_from, valid_until };
                let made = add_authorisation(&mut begun.work, id.0, new).await?;
                begun.created(UnitAuthorisation::from(made)).await
            }
        }
    }

    /// Pause a unit, as agreed
    #[oai(path = "/units/:id/pauses", method = "post", operation_id = "add_pause")]
    async fn add_pause(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<UnitId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewUnitPause>,
    ) -> Answer<Created<UnitPause>> {
        let operation = format!("add_pause {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewUnitPause { from_date, until_date, reason } = body.0;
                let new = NewPause { from_date, until_date, reason: reason.into() };
                let made = add_pause(&mut begun.work, id.0, new).await?;
                begun.created(UnitPause::from(made)).await
            }
        }
    }

    /// Set the last day of a pause
    #[oai(path = "/units/:id/pauses/:pause_id", method = "put", operation_id = "end_pause")]
    async fn end_pause(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<UnitId>,
        pause_id: Path<Uuid>,
        body: Json<EndOfPause>,
    ) -> Answer<Json<UnitPause>> {
        let mut work = app.begin(caller.actor()).await?;
        let ended = end_pause(&mut work, id.0, pause_id.0, body.0.until_date).await?;
        work.commit().await?;
        Ok(Json(ended.into()))
    }
}
