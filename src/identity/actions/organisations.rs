//! Parties that staff enter and correct by hand.

use entities::{
    identity::organisation,
    values::{Currency, OrganisationId, OrganisationKind, parse_rut},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::put::NewOrganisation;
use crate::{
    identity::{errors::IdentityError, store},
    platform::{
        http::{
            api_error::ApiError,
            errors::RequestError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::UnitOfWork,
    },
};

/// Enters a producer or a buyer.
///
/// # Errors
/// 400 with the field at fault (`rut_invalid`); 409 `one_cooperative`, `code_taken`.
pub async fn create(tx: &mut UnitOfWork, new: NewOrganisation) -> Result<organisation::Model> {
    if new.kind == OrganisationKind::Cooperative {
        return Err(IdentityError::OneCooperative.at("/kind"));
    }
    let tax_id = tax_id(tx, new.tax_id)?;
    let row = organisation::Model {
        id: tx.new_id(),
        kind: new.kind,
        code: new.code,
        name: new.name,
        legal_name: new.legal_name,
        tax_id,
        email: new.email,
        phone: new.phone,
        created_at: tx.now(),
        version: 1,
    };
    if !insert_if_new(tx, row.clone()).await? {
        return Err(IdentityError::CodeTaken { code: row.code }.at("/code"));
    }
    tx.audit("organisation", row.id, "made", json!({ "code": row.code, "name": row.name, "kind": row.kind }));
    Ok(row)
}

/// Corrects an organisation that was read at the version that `if_match` names; its kind and code stay.
///
/// # Errors
/// 400 with the field at fault (`rut_invalid`); 404; 412.
pub async fn change(
    tx: &mut UnitOfWork,
    id: OrganisationId,
    if_match: &IfMatch,
    new: NewOrganisation,
) -> Result<organisation::Model> {
    let before = store::lock_organisation(tx, id).await?.ok_or_else(|| Problem::not_found("organisation"))?;
    if_match.check(before.version)?;
    let changed = organisation::ActiveModel {
        id: Set(id),
        name: Set(new.name),
        legal_name: Set(new.legal_name),
        tax_id: Set(tax_id(tx, new.tax_id)?),
        email: Set(new.email),
        phone: Set(new.phone),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let changed = store::update_organisation(tx, changed).await?;
    tx.audit("organisation", id, "changed", json!({ "code": changed.code, "name": changed.name }));
    Ok(changed)
}

/// A RUT in its plain form where money is Chile's; elsewhere as it was given.
fn tax_id(tx: &UnitOfWork, given: Option<String>) -> Result<Option<String>> {
    let Some(given) = given else { return Ok(None) };
    if tx.currency() != Currency::Clp {
        return Ok(Some(given));
    };
    parse_rut(&given).map(Some).ok_or_else(|| {
        Problem::from(RequestError::InvalidBody { fields: 1 }).field("/tax_id", IdentityError::RutInvalid)
    })
}
