//! Updates an organisation.

use entities::{identity::organisation, values::OrganisationId};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    identity::{errors::IdentityError, rules::normalise_tax_id, store},
    platform::{
        http::{
            errors::RequestError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// What may be updated of an organisation; its kind and code never change.
#[derive(Clone, Debug)]
pub struct OrganisationTerms {
    /// What people call it.
    pub name: String,
    /// Its name on documents.
    pub legal_name: String,
    /// RUT, as entered.
    pub tax_id: Option<String>,
    /// Where its documents and messages are sent.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// Updates an organisation that was read at the version that `if_match` names.
///
/// # Errors
/// 400 with the field at fault (`rut_invalid`); 404; 412.
pub async fn update_organisation(
    tx: &mut UnitOfWork,
    id: OrganisationId,
    if_match: &IfMatch,
    terms: OrganisationTerms,
) -> Result<organisation::Model> {
    let before = store::lock_organisation(tx, id).await?;
    if_match.check(before.version)?;
    let row = organisation::ActiveModel {
        id: Set(id),
        name: Set(terms.name),
        legal_name: Set(terms.legal_name),
        tax_id: Set(check_tax_id(tx, terms.tax_id)?),
        email: Set(terms.email),
        phone: Set(terms.phone),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let updated = store::update_organisation(tx, row).await?;
    tx.audit("organisation", id, "changed", json!({ "code": updated.code, "name": updated.name }));
    Ok(updated)
}

/// The tax id in the form in which it is stored.
///
/// # Errors
/// 400 with the field `/tax_id` (`rut_invalid`).
pub fn check_tax_id(tx: &UnitOfWork, entered: Option<String>) -> Result<Option<String>> {
    normalise_tax_id(tx.currency(), entered)
        .map_err(|_| Problem::from(RequestError::InvalidBody { fields: 1 }).field("/tax_id", IdentityError::RutInvalid))
}
