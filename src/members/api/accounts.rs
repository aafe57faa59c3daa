//! Finance staff see and set where payouts go; everybody may look up the banks.

use entities::values::WorkshopId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Path, payload::Json};

use super::{
    Tag,
    wire::{BankAccount, SetBankAccount, TransferBank},
};
use crate::{
    identity::{Caller, StaffFinance},
    members::{BANKS, store, update_bank_account},
    platform::{
        app::App,
        http::{
            etag::{IfMatch, Versioned},
            paging::List,
            problem::Result,
        },
    },
};

/// Operations on bank accounts.
pub struct Accounts;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Members")]
impl Accounts {
    /// Banks that take transfers
    #[oai(path = "/public/banks", method = "get", operation_id = "list_banks")]
    async fn list_banks(&self) -> Result<List<TransferBank>> {
        let wire = |bank: crate::members::Bank| TransferBank { code: bank.code.to_owned(), name: bank.name.to_owned() };
        Ok(List::all(BANKS.into_iter().map(wire).collect()))
    }

    /// Where a workshop's payouts go
    #[oai(path = "/staff/workshops/:id/bank-account", method = "get", operation_id = "get_bank_account")]
    async fn get_bank_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<WorkshopId>,
    ) -> Result<Versioned<BankAccount>> {
        let tx = app.read(caller.actor()).await?;
        let workshop = store::get_workshop(&tx, id.0).await?;
        let version = store::bank_account_version(&tx, workshop.id).await?;
        Ok(Versioned::of(store::find_bank_account(&tx, workshop.id).await?.into(), version))
    }

    /// Say where a workshop's payouts go
    #[oai(path = "/staff/workshops/:id/bank-account", method = "put", operation_id = "set_bank_account")]
    async fn update_bank_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<SetBankAccount>,
    ) -> Result<Versioned<BankAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let (row, version) = update_bank_account(&mut tx, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        Ok(Versioned::of(Some(row).into(), version))
    }
}
