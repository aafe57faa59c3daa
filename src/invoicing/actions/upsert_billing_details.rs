//! Creates or updates what documents print of an organisation besides its name.

use entities::{invoicing::billing_details, values::OrganisationId};
use serde_json::json;

use crate::{
    invoicing::store,
    platform::{
        http::{etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Billing details to store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBillingDetails {
    /// Giro.
    pub activity: String,
    /// Street and number.
    pub address: String,
    /// Comuna.
    pub comuna: String,
    /// Name of the bank and kind of account to which it is paid.
    pub bank: Option<String>,
    /// Number of that account.
    pub bank_account: Option<String>,
}

/// Creates the billing details of an organisation, or updates those that were read at the version that `if_match` names.
/// Issued documents do not change.
///
/// # Errors
/// 404 where there is no such organisation; 412 where the details changed since; 400 where they exist and `if_match` is
/// missing.
pub async fn upsert_billing_details(
    tx: &mut UnitOfWork,
    id: OrganisationId,
    if_match: &IfMatch,
    details: NewBillingDetails,
) -> Result<billing_details::Model> {
    let before = store::billing_details::lock_billing_details(tx, id).await?;
    let version = match &before {
        Some(before) => {
            if_match.check(before.version)?;
            before.version + 1
        }
        None => 1,
    };
    let row = billing_details::Model {
        organisation_id: id,
        activity: details.activity,
        address: details.address,
        comuna: details.comuna,
        bank: details.bank,
        bank_account: details.bank_account,
        version,
    };
    if before.is_some() {
        store::billing_details::update_billing_details(tx, row.clone()).await?;
    } else {
        store::billing_details::insert_billing_details(tx, row.clone()).await?;
    }
    tx.audit("organisation", id, "billing_details_changed", json!({}));
    Ok(row)
}
