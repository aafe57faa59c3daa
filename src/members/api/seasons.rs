//! Seasons. The cooperative's administrators create them.

use chrono::NaiveDate;
use entities::{members::season, values::SeasonId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, StaffAdmin, StaffViewer},
    members::{
        actions::{NewSeason, create_season},
        store,
    },
    platform::{
        app::App,
        http::{
            dates::MembershipDate,
            idempotency::{Created, Idempotent},
            limits::NAME,
            page_request::PageRequest,
            paging::List,
            problem::Result,
            text::Text,
        },
    },
};

/// An accounting period over which fairness is balanced.
#[derive(Clone, Debug, Object)]
pub struct AccountingSeason {
    /// Identifies the season.
    pub id: SeasonId,
    /// Its code.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
}

impl From<season::Model> for AccountingSeason {
    fn from(row: season::Model) -> Self {
        Self { id: row.id, code: row.code, name: row.name, starts_on: row.starts_on, ends_on: row.ends_on }
    }
}

/// A season to create.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewAccountingSeason {
    /// Its code, unique, such as `2026-27`.
    pub code: Text<1, 40>,
    /// What people call it.
    pub name: Text<1, NAME>,
    /// First day.
    pub starts_on: MembershipDate,
    /// Last day. Two seasons have no day in common.
    pub ends_on: MembershipDate,
}

impl From<NewAccountingSeason> for NewSeason {
    fn from(new: NewAccountingSeason) -> Self {
        Self {
            code: new.code.into(),
            name: new.name.into(),
            starts_on: new.starts_on.into(),
            ends_on: new.ends_on.into(),
        }
    }
}

/// Operations on seasons.
pub struct Seasons;

#[OpenApi(prefix_path = "/api/v1/staff", tag = "Tag::Members")]
impl Seasons {
    /// List seasons
    ///
    /// Newest first.
    #[oai(path = "/seasons", method = "get", operation_id = "list_seasons")]
    async fn list_seasons(
        &self,
        app: Data<&App>,
        caller: StaffViewer,
        page: PageRequest,
    ) -> Result<List<AccountingSeason>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::list_seasons(&tx, &page).await?.map(AccountingSeason::from).into())
    }

    /// Create a season
    #[oai(path = "/seasons", method = "post", operation_id = "create_season")]
    async fn create_season(
        &self,
        #[oai(name = "Idempotency-Key")] request: Idempotent<StaffAdmin>,
        body: Json<NewAccountingSeason>,
    ) -> Result<Created<AccountingSeason>> {
        request.run(body, async |tx, _, new| Ok(create_season(tx, new.into()).await?.into())).await
    }
}
