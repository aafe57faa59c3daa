//! A producer reads its own units and says where its payouts go. Other units do not exist for it.

use chrono::NaiveDate;
use entities::values::{DecisionId, UnitId};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{BankAccount, ProductionUnit, SetBankAccount, UnitDetail},
    wire_assembly::{AssemblyDecision, SettingsInForce},
};
use crate::{
    identity::{Caller, Producer},
    members::{reads, set_bank_account, settings_on, store, units_of},
    platform::{
        app::App,
        http::{
            etag::Versioned,
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
    },
};

/// Operations of producers.
pub struct OwnUnits;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Members")]
impl OwnUnits {
    /// My units
    #[oai(path = "/units", method = "get", operation_id = "list_own_units")]
    async fn list_own_units(&self, app: Data<&App>, caller: Producer) -> Answer<List<ProductionUnit>> {
        let work = app.read(caller.actor()).await?;
        let rows = units_of(&work, &caller).await?;
        Ok(List::all(reads::listed(&work, rows).await?))
    }

    /// One of my units
    #[oai(path = "/units/:id", method = "get", operation_id = "get_own_unit")]
    async fn get_own_unit(&self, app: Data<&App>, caller: Producer, id: Path<UnitId>) -> Answer<Json<UnitDetail>> {
        let work = app.read(caller.actor()).await?;
        let row = store::own_unit(&work, &caller, id.0).await?;
        Ok(Json(reads::detail(&work, row).await?))
    }

    /// Where the payouts of my unit go
    #[oai(path = "/units/:id/bank-account", method = "get", operation_id = "get_own_bank_account")]
    async fn get_own_bank_account(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<UnitId>,
    ) -> Answer<Versioned<BankAccount>> {
        let work = app.read(caller.actor()).await?;
        let unit = store::own_unit(&work, &caller, id.0).await?;
        let version = store::bank_account_version(&work, unit.id).await?;
        Ok(Versioned::of(store::bank_account_of(&work, unit.id).await?.into(), version))
    }

    /// Say where the payouts of my unit go
    #[oai(path = "/units/:id/bank-account", method = "put", operation_id = "set_own_bank_account")]
    async fn set_own_bank_account(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<UnitId>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        body: Json<SetBankAccount>,
    ) -> Answer<Versioned<BankAccount>> {
        let mut work = app.begin(caller.actor()).await?;
        let unit = store::own_unit(&work, &caller, id.0).await?;
        let (row, version) = set_bank_account(&mut work, unit.id, if_match.as_deref(), body.0.into()).await?;
        work.commit().await?;
        Ok(Versioned::of(Some(row).into(), version))
    }

    /// What the assembly decided, newest first
    #[oai(path = "/decisions", method = "get", operation_id = "list_own_decisions")]
    async fn list_own_decisions(
        &self,
        app: Data<&App>,
        caller: Producer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<AssemblyDecision>> {
        let page = Page::new(limit.0, after.0);
        let work = app.read(caller.actor()).await?;
        let rows = store::page_of_decisions(&work, page.key::<(NaiveDate, DecisionId)>()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &here, |row| Cursor::of(&(row.effective_from, row.id)), Into::into))
    }

    /// The settings in force
    #[oai(path = "/settings", method = "get", operation_id = "get_own_settings")]
    async fn get_own_settings(&self, app: Data<&App>, caller: Producer) -> Answer<Json<SettingsInForce>> {
        let work = app.read(caller.actor()).await?;
        let today = work.today();
        Ok(Json(SettingsInForce::of(today, &settings_on(&work, today).await?)))
    }
}
