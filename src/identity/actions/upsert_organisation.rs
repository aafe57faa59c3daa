//! Creates an organisation or updates the one with its code. Imports and the demo use it, as often as they like.

use entities::{identity::organisation, values::OrganisationKind};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    identity::{errors::IdentityError, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// An organisation to create or to update.
pub struct NewOrganisation {
    /// Which kind of party.
    pub kind: OrganisationKind,
    /// Stable code; an existing organisation is found by it.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Its name on documents.
    pub legal_name: String,
    /// RUT without dots, with dash.
    pub tax_id: Option<String>,
    /// Where its documents and messages are sent.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

impl NewOrganisation {
    pub(super) fn into_row(self, tx: &UnitOfWork) -> organisation::Model {
        organisation::Model {
            id: tx.new_id(),
            kind: self.kind,
            code: self.code,
            name: self.name,
            legal_name: self.legal_name,
            tax_id: self.tax_id,
            email: self.email,
            phone: self.phone,
            created_at: tx.now(),
            version: 1,
        }
    }
}

/// Creates an organisation, or updates the one with this code.
///
/// # Errors
/// 409 `organisation_kind_fixed` where the code belongs to an organisation of another kind; 409 `code_taken` where a
/// concurrent transaction has created it.
pub async fn upsert_organisation(tx: &mut UnitOfWork, new: NewOrganisation) -> Result<organisation::Model> {
    if let Some(before) = store::find_organisation_by_code(tx, &new.code).await? {
        return update(tx, before, new).await;
    }
    let row = new.into_row(tx);
    if !store::insert_organisation(tx, &row).await? {
        return Err(IdentityError::CodeTaken { code: row.code }.into());
    }
    tx.audit("organisation", row.id, "made", json!({ "code": row.code, "name": row.name, "kind": row.kind }));
    Ok(row)
}

async fn update(tx: &mut UnitOfWork, before: organisation::Model, new: NewOrganisation) -> Result<organisation::Model> {
    if before.kind != new.kind {
        return Err(IdentityError::OrganisationKindFixed { code: new.code }.into());
    }
    let same = (&before.name, &before.legal_name, &before.tax_id, &before.email, &before.phone)
        == (&new.name, &new.legal_name, &new.tax_id, &new.email, &new.phone);
    if same {
        return Ok(before);
    }
    tx.audit("organisation", before.id, "changed", json!({ "code": new.code, "name": new.name }));
    let row = organisation::ActiveModel {
        id: Set(before.id),
        name: Set(new.name),
        legal_name: Set(new.legal_name),
        tax_id: Set(new.tax_id),
        email: Set(new.email),
        phone: Set(new.phone),
        version: Set(before.version + 1),
        ..Default::default()
    };
    store::update_organisation(tx, row).await
}
