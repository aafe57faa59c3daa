//! Staff keep the calendars that make cycles week by week.

use entities::values::CalendarId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path},
    payload::Json,
};

use super::{
    Tag,
    wire::{Calendar, NewCalendar, Rhythm},
};
use crate::{
    cycles::{add_calendar, change_calendar, end_calendar, store},
    identity::{Caller, Staff, StaffViewer},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            idempotency::{Created, Once, once},
            paging::List,
            problem::Result,
        },
    },
};

/// Operations of staff on calendars.
pub struct Calendars;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Cycles")]
impl Calendars {
    /// Calendars, oldest first
    #[oai(path = "/calendars", method = "get", operation_id = "list_calendars")]
    async fn list_calendars(&self, app: Data<&App>, caller: StaffViewer) -> Result<List<Calendar>> {
        let tx = app.read(caller.actor()).await?;
        Ok(List::all(store::calendars(&tx).await?.into_iter().map(Into::into).collect()))
    }

    /// Deliver to a zone every week
    #[oai(path = "/calendars", method = "post", operation_id = "create_calendar")]
    async fn create_calendar(
        &self,
        app: Data<&App>,
        caller: Staff,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewCalendar>,
    ) -> Result<Created<Calendar>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_calendar", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let NewCalendar { zone_id, delivery_weekday, rhythm } = body.0;
                let made = add_calendar(&mut begun.tx, zone_id, delivery_weekday, rhythm.into()).await?;
                begun.created(Calendar::from(made)).await
            }
        }
    }

    /// One calendar
    #[oai(path = "/calendars/:id", method = "get", operation_id = "get_calendar")]
    async fn get_calendar(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<CalendarId>,
    ) -> Result<Versioned<Calendar>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::calendar(&tx, id.0).await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// Change a calendar; cycles that are made already stay as they are
    #[oai(path = "/calendars/:id", method = "put", operation_id = "change_calendar")]
    async fn change_calendar(
        &self,
        app: Data<&App>,
        caller: Staff,
        id: Path<CalendarId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<Rhythm>,
    ) -> Result<Versioned<Calendar>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = change_calendar(&mut tx, id.0, if_match.as_deref(), body.0.into()).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }

    /// End a calendar: it makes no more cycles
    #[oai(path = "/calendars/:id/end", method = "post", operation_id = "end_calendar")]
    async fn end_calendar(&self, app: Data<&App>, caller: Staff, id: Path<CalendarId>) -> Result<Versioned<Calendar>> {
        let mut tx = app.begin(caller.actor()).await?;
        let row = end_calendar(&mut tx, id.0).await?;
        tx.commit().await?;
        let version = row.version;
        Ok(Versioned::of(row.into(), version))
    }
}
