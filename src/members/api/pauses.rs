//! Staff record the pauses of workshops.

use chrono::NaiveDate;
use entities::{members::pause, values::WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};
use uuid::Uuid;

use super::tag::Tag;
use crate::{
    identity::{Caller, Staff},
    members::actions::{NewPause, create_pause, end_pause},
    platform::{
        app::App,
        http::{
            dates::PlannedDate,
            idempotency::{Created, Idempotent},
            limits::NOTE,
            problem::Result,
            text::Text,
        },
    },
};

/// A pause of a workshop.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct WorkshopPause {
    /// Identifies the pause.
    pub id: Uuid,
    /// First day.
    pub from_date: NaiveDate,
    /// Last day; none = no end is agreed yet.
    pub until_date: Option<NaiveDate>,
    /// The reason that was given.
    pub reason: String,
}

impl From<pause::Model> for WorkshopPause {
    fn from(row: pause::Model) -> Self {
        Self { id: row.id, from_date: row.from_date, until_date: row.until_date, reason: row.reason }
    }
}

/// A pause to create.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct NewWorkshopPause {
    /// First day.
    pub from_date: PlannedDate,
    /// Last day; none = no end is agreed yet.
    pub until_date: Option<PlannedDate>,
    /// The reason.
    pub reason: Text<1, NOTE>,
}

impl From<NewWorkshopPause> for NewPause {
    fn from(new: NewWorkshopPause) -> Self {
        Self { from_date: new.from_date.into(), until_date: new.until_date.map(Into::into), reason: new.reason.into() }
    }
}

/// The last day of a pause.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct EndOfPause {
    /// Last day.
    pub until_date: PlannedDate,
}

/// Operations on pauses.
pub struct Pauses;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Pauses {
    /// Pause a workshop
    #[oai(path = "/workshops/:id/pauses", method = "post", operation_id = "create_pause")]
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
        let pause = end_pause(&mut tx, id.0, pause_id.0, body.0.until_date.into()).await?;
        tx.commit().await?;
        Ok(Json(pause.into()))
    }
}
