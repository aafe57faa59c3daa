//! A producer reads its own workshops and says where its payouts go. Other workshops do not exist for it.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    Tag,
    wire::{BankAccount, SetBankAccount, Workshop, WorkshopDetail},
    wire_assembly::{AssemblyDecision, SettingsInForce},
};
use crate::{
    identity::{Caller, Producer},
    members::{get_settings, list_own_workshops, reads, store, update_bank_account},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            page_request::PageRequest,
            paging::List,
            problem::Result,
        },
    },
};

/// Operations of producers.
pub struct OwnWorkshops;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Members")]
impl OwnWorkshops {
    /// My workshops
    #[oai(path = "/workshops", method = "get", operation_id = "list_own_workshops")]
    async fn list_own_workshops(&self, app: Data<&App>, caller: Producer) -> Result<List<Workshop>> {
        let tx = app.read(caller.actor()).await?;
        let rows = list_own_workshops(&tx, &caller).await?;
        Ok(List::all(reads::listed(&tx, rows).await?))
    }

    /// One of my workshops
    #[oai(path = "/workshops/:id", method = "get", operation_id = "get_own_workshop")]
    async fn get_own_workshop(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<WorkshopId>,
    ) -> Result<Json<WorkshopDetail>> {
        let tx = app.read(caller.actor()).await?;
        let row = store::own_workshop(&tx, &caller, id.0).await?;
        Ok(Json(reads::detail(&tx, row).await?))
    }

    /// Where the payouts of my workshop go
    #[oai(path = "/workshops/:id/bank-account", method = "get", operation_id = "get_own_bank_account")]
    async fn get_own_bank_account(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<WorkshopId>,
    ) -> Result<Versioned<BankAccount>> {
        let tx = app.read(caller.actor()).await?;
        let workshop = store::own_workshop(&tx, &caller, id.0).await?;
        let version = store::bank_account_version(&tx, workshop.id).await?;
        Ok(Versioned::of(store::find_bank_account(&tx, workshop.id).await?.into(), version))
    }

    /// Say where the payouts of my workshop go
    #[oai(path = "/workshops/:id/bank-account", method = "put", operation_id = "set_own_bank_account")]
    async fn set_own_bank_account(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<SetBankAccount>,
    ) -> Result<Versioned<BankAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let workshop = store::own_workshop(&tx, &caller, id.0).await?;
        let (row, version) = update_bank_account(&mut tx, workshop.id, &if_match, body.0.into()).await?;
        tx.commit().await?;
        Ok(Versioned::of(Some(row).into(), version))
    }

    /// What the assembly decided, newest first
    #[oai(path = "/decisions", method = "get", operation_id = "list_own_decisions")]
    async fn list_own_decisions(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<AssemblyDecision>> {
        let tx = app.read(caller.actor()).await?;
        Ok(store::page_of_decisions(&tx, &page).await?.map(Into::into).into())
    }

    /// The settings in force
    #[oai(path = "/settings", method = "get", operation_id = "get_own_settings")]
    async fn get_own_settings(&self, app: Data<&App>, caller: Producer) -> Result<Json<SettingsInForce>> {
        let tx = app.read(caller.actor()).await?;
        let today = tx.today();
        Ok(Json(SettingsInForce::of(today, &get_settings(&tx, today).await?)))
    }
}
