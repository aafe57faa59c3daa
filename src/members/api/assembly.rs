//! What the assembly decides is written down by the cooperative's administrators, and read by all of its staff.

use chrono::NaiveDate;
use entities::values::DecisionId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire_assembly::{AccountingSeason, AssemblyDecision, NewAccountingSeason, NewAssemblyDecision, SettingsInForce},
};
use crate::{
    identity::{Caller, StaffAdmin, StaffViewer},
    members::{decide, open_season, settings_on, store},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Operations on decisions and seasons.
pub struct Assembly;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Assembly {
    /// Decisions of the assembly, newest first
    #[oai(path = "/decisions", method = "get", operation_id = "list_decisions")]
    async fn list_decisions(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<AssemblyDecision>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = store::page_of_decisions(&tx, page.key::<(NaiveDate, DecisionId)>()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&(row.effective_from, row.id)), Into::into))
    }

    /// Write down a decision; it never changes again
    #[oai(path = "/decisions", method = "post", operation_id = "create_decision")]
    async fn create_decision(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewAssemblyDecision>,
    ) -> Result<Created<AssemblyDecision>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_decision", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = decide(&mut begun.tx, body.0.into()).await?;
                begun.created(AssemblyDecision::from(made)).await
            }
        }
    }

    /// One decision
    #[oai(path = "/decisions/:id", method = "get", operation_id = "get_decision")]
    async fn get_decision(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<DecisionId>,
    ) -> Result<Json<AssemblyDecision>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(store::decision(&tx, id.0).await?.into()))
    }

    /// The settings in force on a day
    #[oai(path = "/settings", method = "get", operation_id = "get_settings")]
    async fn get_settings(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        /// The day; today where it is left out.
        on: Query<Option<NaiveDate>>,
    ) -> Result<Json<SettingsInForce>> {
        let tx = app.read(caller.actor()).await?;
        let day = on.0.unwrap_or_else(|| tx.today());
        Ok(Json(SettingsInForce::of(day, &settings_on(&tx, day).await?)))
    }

    /// Seasons, newest first
    #[oai(path = "/seasons", method = "get", operation_id = "list_seasons")]
    async fn list_seasons(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<AccountingSeason>> {
        let page = Page::new(limit.0, after.0);
        let tx = app.read(caller.actor()).await?;
        let rows = store::page_of_seasons(&tx, page.key()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.starts_on), Into::into))
    }

    /// Open a season
    #[oai(path = "/seasons", method = "post", operation_id = "create_season")]
    async fn create_season(
        &self,
        app: Data<&App>,
        caller: StaffAdmin,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<NewAccountingSeason>,
    ) -> Result<Created<AccountingSeason>> {
        match once(&app, caller.actor(), &caller.key_owner(), "create_season", &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut begun) => {
                let made = open_season(&mut begun.tx, body.0.into()).await?;
                begun.created(AccountingSeason::from(made)).await
            }
        }
    }
}
