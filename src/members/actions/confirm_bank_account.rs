//! Confirms that a workshop's bank account is the workshop's: a second person asked it.

use entities::{
    members::bank_account,
    values::{PersonId, WorkshopId},
};
use serde_json::json;

use crate::{
    members::{errors::MemberError, rules::mask, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Confirms the account in force of a workshop. Repeated, it changes nothing.
///
/// # Errors
/// 404; `OwnAccountChange` for the person who entered it.
pub async fn confirm_bank_account(
    tx: &mut UnitOfWork,
    by: PersonId,
    workshop_id: WorkshopId,
) -> Result<bank_account::Model> {
    store::lock_workshop(tx, workshop_id).await?;
    let account = store::find_bank_account(tx, workshop_id).await?;
    let account = account.ok_or_else(|| Problem::not_found("bank_account"))?;
    if account.confirmed_at.is_some() {
        return Ok(account);
    }
    if account.created_by == Some(by) {
        return Err(MemberError::OwnAccountChange.into());
    }
    let confirmed = bank_account::Model { confirmed_at: Some(tx.now()), confirmed_by: Some(by), ..account };
    store::update_bank_account_confirmation(tx, &confirmed).await?;
    let detail = json!({ "account": mask(&confirmed.account_number) });
    tx.audit("workshop", workshop_id, "bank_account_confirmed", detail);
    Ok(confirmed)
}
