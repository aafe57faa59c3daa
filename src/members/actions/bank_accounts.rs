//! Where a workshop's payouts go. Old accounts stay on record, so that a payout can always be explained.

use entities::{
    members::bank_account,
    values::{BankAccountKind, WorkshopId, parse_rut},
};
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use crate::{
    members::{Event, MemberError, banks::find_bank, rules, store},
    platform::{
        http::{
            errors::RequestError,
            etag::IfMatch,
            problem::{FieldProblem, Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An account as people write it.
#[derive(Clone)]
pub struct NewBankAccount {
    /// Code of the bank.
    pub bank_code: String,
    /// What kind of account.
    pub account_kind: BankAccountKind,
    /// Its number; dashes, dots and blanks are left out.
    pub account_number: String,
    /// Who holds it.
    pub holder_name: String,
    /// The holder's RUT.
    pub holder_tax_id: String,
    /// Where the bank announces transfers.
    pub email: Option<String>,
}

/// Sets a workshop's bank account where the stored one is at the version that `if_match` names (0 = none yet), and says
/// the new version. Answers 400 with the fields at fault: `bank_unknown`, `account_number_invalid`, `rut_invalid`.
pub async fn update_bank_account(
    tx: &mut UnitOfWork,
    workshop_id: WorkshopId,
    if_match: &IfMatch,
    new: NewBankAccount,
) -> Result<(bank_account::Model, i32)> {
    store::lock_workshop(tx, workshop_id).await?;
    let version = store::bank_account_version(tx, workshop_id).await?;
    if_match.check(version)?;
    let (bank_code, account_number, holder_tax_id) = read(&new)?;
    if let Some(stored) = store::find_bank_account(tx, workshop_id).await? {
        let same = stored.bank_code == bank_code
            && stored.account_kind == new.account_kind
            && stored.account_number == account_number
            && stored.holder_name == new.holder_name
            && stored.holder_tax_id == holder_tax_id
            && stored.email == new.email;
        if same {
            return Ok((stored, version));
        }
    }
    let made = bank_account::Model {
        id: tx.new_id::<Uuid>(),
        workshop_id,
        bank_code: bank_code.to_owned(),
        account_kind: new.account_kind,
        account_number,
        holder_name: new.holder_name,
        holder_tax_id,
        email: new.email,
        created_at: tx.now(),
    };
    bank_account::Entity::insert(made.clone().into_active_model()).exec_without_returning(tx.db()).await?;
    let shown = rules::mask(&made.account_number);
    tx.audit("workshop", workshop_id, "bank_account_set", json!({ "bank": bank_code, "account": shown }));
    tx.emit(Event::BankAccountChanged { workshop_id });
    Ok((made, version + 1))
}

/// Bank code, account number and RUT in their plain forms, or every field at fault.
fn read(new: &NewBankAccount) -> Result<(&'static str, String, String)> {
    let found = find_bank(&new.bank_code);
    let number = rules::account_number(&new.account_number);
    let rut = parse_rut(&new.holder_tax_id);
    if let (Some(bank), Some(number), Some(rut)) = (found, &number, &rut) {
        return Ok((bank.code, number.clone(), rut.clone()));
    }
    let (minimum, maximum) = rules::ACCOUNT_NUMBER_DIGITS.into_inner();
    let unknown = MemberError::BankUnknown { bank_code: new.bank_code.clone() };
    let faults = [
        found.is_none().then(|| FieldProblem::of("/bank_code", &unknown)),
        number
            .is_none()
            .then(|| FieldProblem::of("/account_number", &MemberError::AccountNumberInvalid { minimum, maximum })),
        rut.is_none().then(|| FieldProblem::of("/holder_tax_id", &MemberError::RutInvalid)),
    ];
    let faults: Vec<_> = faults.into_iter().flatten().collect();
    Err(Problem::from(RequestError::InvalidBody { fields: faults.len() }).with_errors(faults))
}
