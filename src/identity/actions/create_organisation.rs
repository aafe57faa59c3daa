//! Creates a producer or a buyer.

use entities::{identity::organisation, values::OrganisationKind};
use serde_json::json;

use super::{update_organisation::check_tax_id, upsert_organisation::NewOrganisation};
use crate::{
    identity::{errors::IdentityError, store},
    platform::{
        http::{api_error::ApiError, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// Creates a producer or a buyer.
///
/// # Errors
/// 400 with the field at fault (`rut_invalid`); 409 `one_cooperative`, `code_taken`.
pub async fn create_organisation(tx: &mut UnitOfWork, new: NewOrganisation) -> Result<organisation::Model> {
    if new.kind == OrganisationKind::Cooperative {
        return Err(IdentityError::OneCooperative.at("/kind"));
    }
    let tax_id = check_tax_id(tx, new.tax_id.clone())?;
    let row = NewOrganisation { tax_id, ..new }.into_row(tx);
    if !store::insert_organisation(tx, &row).await? {
        return Err(IdentityError::CodeTaken { code: row.code }.at("/code"));
    }
    tx.audit("organisation", row.id, "made", json!({ "code": row.code, "name": row.name, "kind": row.kind }));
    Ok(row)
}
