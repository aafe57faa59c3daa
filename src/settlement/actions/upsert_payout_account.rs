//! Sets the account that payouts are charged to.

use entities::{settlement::payout_account, values::parse_rut};
use serde_json::json;

use crate::{
    platform::{
        http::{
            errors::RequestError,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
    settlement::{errors::SettlementError, store::payout_account as store},
};

/// The account to charge payouts to.
#[derive(Clone, Debug)]
pub struct NewPayoutAccount {
    /// Code of the bank in the transfer system.
    pub bank_code: String,
    /// Number of the account.
    pub account_number: String,
    /// Its holder.
    pub holder_name: String,
    /// The holder's RUT.
    pub holder_tax_id: String,
}

/// Sets the account that payouts are charged to, replacing the one before.
///
/// # Errors
/// 400 with the field at fault where the holder's RUT is not valid.
pub async fn upsert_payout_account(tx: &mut UnitOfWork, new: NewPayoutAccount) -> Result<payout_account::Model> {
    let tax_id = parse_rut(&new.holder_tax_id).ok_or_else(|| {
        Problem::from(RequestError::Malformed).field("/holder_tax_id", SettlementError::InvalidHolderTaxId)
    })?;
    let row = payout_account::Model {
        id: store::ID,
        bank_code: new.bank_code,
        account_number: new.account_number,
        holder_name: new.holder_name,
        holder_tax_id: tax_id,
        version: 1,
    };
    let row = store::upsert_payout_account(tx, row).await?;
    tx.audit("payout_account", uuid::Uuid::nil(), "changed", json!({ "bank": row.bank_code }));
    Ok(row)
}
