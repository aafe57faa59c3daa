//! Bank accounts for the payouts of workshops. Finance staff and the workshop's own people read and update them.

use chrono::{DateTime, Utc};
use entities::{
    members::bank_account,
    values::{BankAccountKind, WorkshopId},
};
use poem::web::Data;
use poem_openapi::{Object, OpenApi, param::Path, payload::Json};

use super::tag::Tag;
use crate::{
    identity::{Caller, Producer, StaffFinance},
    members::{
        actions::{BankAccountVersion, NewBankAccount, confirm_bank_account, update_bank_account},
        rules::{BANKS, Bank, find_bank, mask},
        store,
    },
    platform::{
        app::App,
        http::{
            email::Email,
            etag::{IfMatch, Versioned},
            limits::LINE,
            paging::List,
            problem::Result,
            text::Text,
        },
        unit_of_work::UnitOfWork,
    },
};

/// The bank account for a workshop's payouts. Of its numbers only the end is visible.
#[derive(Clone, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct BankAccount {
    /// Whether there is an account.
    pub known: bool,
    /// Code of the bank.
    pub bank_code: Option<String>,
    /// What people call the bank.
    pub bank: Option<String>,
    /// What kind of account.
    pub account_kind: Option<BankAccountKind>,
    /// The end of its number.
    pub account_number: Option<String>,
    /// Who holds it.
    pub holder_name: Option<String>,
    /// The end of the holder's RUT.
    pub holder_tax_id: Option<String>,
    /// Where the bank announces transfers.
    pub email: Option<String>,
    /// When it was entered.
    pub entered_at: Option<DateTime<Utc>>,
    /// When a second person confirmed it.
    pub confirmed_at: Option<DateTime<Utc>>,
}

impl From<Option<bank_account::Model>> for BankAccount {
    fn from(row: Option<bank_account::Model>) -> Self {
        Self {
            known: row.is_some(),
            bank: row.as_ref().and_then(|row| find_bank(&row.bank_code)).map(|bank| bank.name.to_owned()),
            bank_code: row.as_ref().map(|row| row.bank_code.clone()),
            account_kind: row.as_ref().map(|row| row.account_kind),
            account_number: row.as_ref().map(|row| mask(&row.account_number)),
            holder_tax_id: row.as_ref().map(|row| mask(&row.holder_tax_id)),
            holder_name: row.as_ref().map(|row| row.holder_name.clone()),
            entered_at: row.as_ref().map(|row| row.created_at),
            confirmed_at: row.as_ref().and_then(|row| row.confirmed_at),
            email: row.and_then(|row| row.email),
        }
    }
}

/// A bank account as entered.
#[derive(Clone, Object)]
#[oai(skip_serializing_if_is_none, deny_unknown_fields)]
pub struct BankAccountUpdate {
    /// Code of the bank, from the list of banks.
    pub bank_code: Text<1, 3>,
    /// What kind of account.
    pub account_kind: BankAccountKind,
    /// Its number: 4 to 20 digits, with or without dashes, dots and blanks.
    pub account_number: Text<4, 40>,
    /// Who holds it.
    pub holder_name: Text<1, LINE>,
    /// The holder's RUT, with or without dots and dash.
    pub holder_tax_id: Text<1, 20>,
    /// Where the bank announces transfers.
    pub email: Option<Email>,
}

impl From<BankAccountUpdate> for NewBankAccount {
    fn from(update: BankAccountUpdate) -> Self {
        Self {
            bank_code: update.bank_code.into(),
            account_kind: update.account_kind,
            account_number: update.account_number.into(),
            holder_name: update.holder_name.into(),
            holder_tax_id: update.holder_tax_id.into(),
            email: update.email.map(Into::into),
        }
    }
}

/// A bank that accepts transfers.
#[derive(Clone, Debug, Object)]
pub struct TransferBank {
    /// Code of three digits.
    pub code: String,
    /// What people call it.
    pub name: String,
}

impl From<Bank> for TransferBank {
    fn from(bank: Bank) -> Self {
        Self { code: bank.code.to_owned(), name: bank.name.to_owned() }
    }
}

/// Operations on bank accounts.
pub struct BankAccounts;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Members")]
impl BankAccounts {
    /// List the banks that accept transfers
    #[oai(path = "/public/banks", method = "get", operation_id = "list_banks")]
    async fn list_banks(&self) -> Result<List<TransferBank>> {
        Ok(List::all(BANKS.into_iter().map(Into::into).collect()))
    }

    /// Get a workshop's bank account
    #[oai(path = "/staff/workshops/:id/bank-account", method = "get", operation_id = "get_bank_account")]
    async fn get_bank_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<WorkshopId>,
    ) -> Result<Versioned<BankAccount>> {
        let tx = app.read(caller.actor()).await?;
        let workshop = store::get_workshop(&tx, id.0).await?;
        get_response(&tx, workshop.id).await
    }

    /// Update a workshop's bank account
    ///
    /// Payouts are sent to it from now on. The workshop's people are notified.
    #[oai(path = "/staff/workshops/:id/bank-account", method = "put", operation_id = "update_bank_account")]
    async fn update_bank_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<BankAccountUpdate>,
    ) -> Result<Versioned<BankAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let updated = update_bank_account(&mut tx, id.0, &if_match, body.0.into()).await?;
        tx.commit().await?;
        Ok(updated.into())
    }

    /// Confirm a workshop's bank account, as a second person who asked the workshop
    ///
    /// An account that was entered within seven days is paid only after that.
    #[oai(path = "/staff/workshops/:id/bank-account/confirm", method = "post", operation_id = "confirm_bank_account")]
    async fn confirm_bank_account(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<WorkshopId>,
    ) -> Result<Json<BankAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let account = confirm_bank_account(&mut tx, caller.person_id, id.0).await?;
        tx.commit().await?;
        Ok(Json(Some(account).into()))
    }

    /// Get the bank account of the caller's workshop
    #[oai(path = "/producer/workshops/:id/bank-account", method = "get", operation_id = "get_own_bank_account")]
    async fn get_own_bank_account(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<WorkshopId>,
    ) -> Result<Versioned<BankAccount>> {
        let tx = app.read(caller.actor()).await?;
        let workshop = store::get_own_workshop(&tx, &caller, id.0).await?;
        get_response(&tx, workshop.id).await
    }

    /// Update the bank account of the caller's workshop
    ///
    /// Payouts are sent to it from now on. The workshop's people are notified.
    #[oai(path = "/producer/workshops/:id/bank-account", method = "put", operation_id = "update_own_bank_account")]
    async fn update_own_bank_account(
        &self,
        app: Data<&App>,
        caller: Producer,
        id: Path<WorkshopId>,
        #[oai(name = "If-Match")] if_match: IfMatch,
        body: Json<BankAccountUpdate>,
    ) -> Result<Versioned<BankAccount>> {
        let mut tx = app.begin(caller.actor()).await?;
        let workshop = store::get_own_workshop(&tx, &caller, id.0).await?;
        let updated = update_bank_account(&mut tx, workshop.id, &if_match, body.0.into()).await?;
        tx.commit().await?;
        Ok(updated.into())
    }
}

impl From<BankAccountVersion> for Versioned<BankAccount> {
    fn from(updated: BankAccountVersion) -> Self {
        Self::of(Some(updated.account).into(), updated.version)
    }
}

async fn get_response(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Versioned<BankAccount>> {
    let version = store::get_bank_account_version(tx, workshop).await?;
    Ok(Versioned::of(store::find_bank_account(tx, workshop).await?.into(), version))
}
