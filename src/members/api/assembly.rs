//! What the assembly decides is written down by the cooperative's administrators, and read by all of its staff.

use chrono::NaiveDate;
use entities::values::DecisionId;
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire_assembly::{AccountingSeason, AssemblyDecision, NewAccountingSeason, NewAssemblyDecision, SettingsInForce},
};
use crate::{
    identity::{Caller, StaffAdmin, StaffViewer},
    members::{create_decision, create_season, get_settings, store},
    platform::{
        app::App,
        http::{
            idempotency::{Created, Idempotent},
            page_request::PageRequest,
            paging::List,
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
        page: PageRequest,
    ) -> Result<List<AssemblyDecision>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::page_of_decisions(&tx, &page).await?.map(Into::into).into())
    }

    /// Write down a decision; it never changes again
    #[oai(path = "/decisions", method = "post", operation_id = "create_decision")]
    async fn create_decision(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<NewAssemblyDecision>,
    ) -> Result<Created<AssemblyDecision>> {
        request.run(body, async |tx, _, new| Ok(create_decision(tx, new.into()).await?.into())).await
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
        Ok(Json(SettingsInForce::of(day, &get_settings(&tx, day).await?)))
    }

    /// Seasons, newest first
    #[oai(path = "/seasons", method = "get", operation_id = "list_seasons")]
    async fn list_seasons(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<AccountingSeason>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::page_of_seasons(&tx, &page).await?.map(Into::into).into())
    }

    /// Open a season
    #[oai(path = "/seasons", method = "post", operation_id = "create_season")]
    async fn create_season(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<NewAccountingSeason>,
    ) -> Result<Created<AccountingSeason>> {
        request.run(body, async |tx, _, new| Ok(create_season(tx, new.into()).await?.into())).await
    }
}
