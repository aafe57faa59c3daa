//! Decisions of the assembly. The cooperative's administrators create them; staff and producers read them.

use chrono::NaiveDate;
use entities::{
    members::decision,
    values::{DecisionId, DecisionSettings},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Producer, StaffAdmin, StaffViewer},
    members::{
        actions::{NewDecision, create_decision},
        store,
    },
    platform::{
        app::App,
        http::{
            dates::MembershipDate,
            idempotency::{Created, Idempotent},
            limits::LINE,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
    },
};

/// A decision of the assembly.
#[derive(Clone, Debug, Object)]
pub struct AssemblyDecision {
    /// Identifies the decision.
    pub id: DecisionId,
    /// Its number in the minutes.
    pub code: String,
    /// What it says, in one line.
    pub title: String,
    /// Day of the assembly.
    pub decided_on: NaiveDate,
    /// First day on which it is in force.
    pub effective_from: NaiveDate,
    /// The settings that it makes; a field without a value stays as it was.
    pub settings: DecisionSettings,
}

impl From<decision::Model> for AssemblyDecision {
    fn from(row: decision::Model) -> Self {
        Self {
            id: row.id,
            code: row.code,
            title: row.title,
            decided_on: row.decided_on,
            effective_from: row.effective_from,
            settings: row.settings,
        }
    }
}

/// A decision to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewAssemblyDecision {
    /// Its number in the minutes, unique.
    pub code: Text<1, 40>,
    /// What it says, in one line.
    pub title: Text<1, LINE>,
    /// Day of the assembly.
    pub decided_on: MembershipDate,
    /// First day on which it is in force; not before the day of the assembly.
    pub effective_from: MembershipDate,
    /// The settings that it makes; a field without a value stays as it was.
    pub settings: DecisionSettings,
}

impl From<NewAssemblyDecision> for NewDecision {
    fn from(new: NewAssemblyDecision) -> Self {
        Self {
            code: new.code.into(),
            title: new.title.into(),
            decided_on: new.decided_on.into(),
            effective_from: new.effective_from.into(),
            settings: new.settings,
        }
    }
}

/// Operations on decisions.
pub struct Decisions;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Members")]
impl Decisions {
    /// List decisions of the assembly
    ///
    /// Newest first.
    #[oai(path = "/staff/decisions", method = "get", operation_id = "list_decisions")]
    async fn list_decisions(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<AssemblyDecision>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::list_decisions(&tx, &page).await?.map(AssemblyDecision::from).into())
    }

    /// Create a decision of the assembly
    ///
    /// It never changes; a later decision replaces its settings.
    #[oai(path = "/staff/decisions", method = "post", operation_id = "create_decision")]
    async fn create_decision(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<NewAssemblyDecision>,
    ) -> Result<Created<AssemblyDecision>> {
        request.run(body, async |tx, _, new| Ok(create_decision(tx, new.into()).await?.into())).await
    }

    /// Get a decision of the assembly
    #[oai(path = "/staff/decisions/:id", method = "get", operation_id = "get_decision")]
    async fn get_decision(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        id: Path<DecisionId>,
    ) -> Result<Json<AssemblyDecision>> {
        let tx = app.read(caller.actor()).await?;
        Ok(Json(store::get_decision(&tx, id.0).await?.into()))
    }

    /// List decisions of the assembly, for producers
    ///
    /// Newest first.
    #[oai(path = "/producer/decisions", method = "get", operation_id = "list_own_decisions")]
    async fn list_own_decisions(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<AssemblyDecision>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::list_decisions(&tx, &page).await?.map(AssemblyDecision::from).into())
    }
}
