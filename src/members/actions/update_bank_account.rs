//! Updates the bank account for a workshop's payouts.

use entities::{
    members::bank_account,
    values::{BankAccountKind, WorkshopId, parse_rut},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{
        Event,
        errors::MemberError,
        rules::{ACCOUNT_NUMBER_DIGITS, find_bank, mask, parse_account_number},
        store,
    },
    platform::{
        http::{
            errors::RequestError,
            etag::IfMatch,
            problem::{FieldProblem, Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A bank account as entered.
#[derive(Clone)]
pub struct NewBankAccount {
    /// Code of the bank.
    pub bank_code: String,
    /// What kind of account.
    pub account_kind: BankAccountKind,
    /// Its number, with or without dashes, dots and blanks.
    pub account_number: String,
    /// Who holds it.
    pub holder_name: String,
    /// The holder's RUT.
    pub holder_tax_id: String,
    /// Where the bank announces transfers.
    pub email: Option<String>,
}

/// A bank account with its version.
pub struct BankAccountVersion {
    /// The account.
    pub account: bank_account::Model,
    /// How many accounts the workshop has had.
    pub version: i32,
}

/// Updates a workshop's bank account, where the stored one has the version that `if_match` names (0 = there is none).
/// Repeated with the same account, it changes nothing.
///
/// # Errors
/// 400 with the fields at fault (`bank_unknown`, `account_number_invalid`, `rut_invalid`); 404 (workshop); 412.
pub async fn update_bank_account(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    if_match: &IfMatch,
    new: NewBankAccount,
) -> Result<BankAccountVersion> {
    store::lock_workshop(tx, workshop_id).await?;
    let version = store::get_bank_account_version(tx, workshop_id).await?;
    if_match.check(version)?;
    let account = parse(tx, workshop_id, new)?;
    if let Some(stored) = store::find_bank_account(tx, workshop_id).await?
        && is_same_account(&account, &stored)
    {
        return Ok(BankAccountVersion { account: stored, version });
    }
    store::insert_bank_account(tx, &account).await?;
    let detail = json!({ "bank": account.bank_code, "account": mask(&account.account_number) });
    tx.audit("workshop", workshop_id, "bank_account_set", detail);
    tx.emit(Event::BankAccountChanged { workshop_id });
    Ok(BankAccountVersion { account, version: version + 1 })
}

fn is_same_account(one: &bank_account::Model, other: &bank_account::Model) -> bool {
    (&one.bank_code, one.account_kind, &one.account_number, &one.holder_name, &one.holder_tax_id, &one.email)
        == (
            &other.bank_code,
            other.account_kind,
            &other.account_number,
            &other.holder_name,
            &other.holder_tax_id,
            &other.email,
        )
}

/// The row of an account, with bank code, account number and RUT in the form in which they are stored.
fn parse(tx: &UnitOfWork, workshop_id: WorkshopId, new: NewBankAccount) -> Result<bank_account::Model> {
    let bank = find_bank(&new.bank_code);
    let number = parse_account_number(&new.account_number);
    let rut = parse_rut(&new.holder_tax_id);
    let (Some(bank), Some(account_number), Some(holder_tax_id)) = (bank, &number, &rut) else {
        let (minimum, maximum) = ACCOUNT_NUMBER_DIGITS.into_inner();
        let errors = [
            ("/bank_code", bank.is_none(), MemberError::BankUnknown { bank_code: new.bank_code }),
            ("/account_number", number.is_none(), MemberError::AccountNumberInvalid { minimum, maximum }),
            ("/holder_tax_id", rut.is_none(), MemberError::RutInvalid),
        ];
        let errors = errors.into_iter().filter(|(_, invalid, _)| *invalid);
        let fields: Vec<_> = errors.map(|(pointer, _, error)| FieldProblem::of(pointer, &error)).collect();
        return Err(Problem::from(RequestError::InvalidBody { fields: fields.len() }).with_errors(fields));
    };
    Ok(bank_account::Model {
        id: tx.new_id::<Uuid>(),
        workshop_id,
        bank_code: bank.code.to_owned(),
        account_kind: new.account_kind,
        account_number: account_number.clone(),
        holder_name: new.holder_name,
        holder_tax_id: holder_tax_id.clone(),
        email: new.email,
        created_at: tx.now(),
        created_by: tx.actor().person(),
        confirmed_at: None,
        confirmed_by: None,
    })
}
