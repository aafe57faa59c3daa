//! Makes the parties and people that other slices need, or finds them: registration, imports and the demo say what
//! should be there, as often as they like.

use entities::{
    identity::{organisation, person},
    values::{Language, OrganisationId, OrganisationKind, PersonId, Role},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    identity::{errors::IdentityError, password, rules, store},
    platform::{
        http::{
            email::Email,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// An organisation as it should be.
pub struct NewOrganisation {
    /// Which kind of party.
    pub kind: OrganisationKind,
    /// Stable code; finds an organisation that is there already.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// As on documents.
    pub legal_name: String,
    /// RUT in its plain form.
    pub tax_id: Option<String>,
    /// Where its documents and notices go.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// A person with a role in an organisation, as it should be.
pub struct NewPerson {
    /// Finds a person who is there already.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
    /// Where the person has the role.
    pub organisation_id: OrganisationId,
    /// What the person may do there.
    pub role: Role,
    /// Password of a new person; somebody who is there already keeps theirs.
    pub password: Option<String>,
}

/// Makes an organisation, or brings the one with this code up to date. An existing one stays of its kind.
///
/// # Errors
/// `organisation_kind_fixed` where the code is another kind's.
pub async fn upsert_organisation(tx: &mut UnitOfWork, new: NewOrganisation) -> Result<organisation::Model> {
    if let Some(old) = store::organisation_by_code(tx, &new.code).await? {
        if old.kind != new.kind {
            return Err(IdentityError::OrganisationKindFixed { code: new.code }.into());
        }
        let same = (&old.name, &old.legal_name, &old.tax_id, &old.email, &old.phone)
            == (&new.name, &new.legal_name, &new.tax_id, &new.email, &new.phone);
        if same {
            return Ok(old);
        }
        tx.audit("organisation", old.id, "changed", json!({ "code": new.code, "name": new.name }));
        return store::update_organisation(
            tx,
            organisation::ActiveModel {
                id: Set(old.id),
                name: Set(new.name),
                legal_name: Set(new.legal_name),
                tax_id: Set(new.tax_id),
                email: Set(new.email),
                phone: Set(new.phone),
                version: Set(old.version + 1),
                ..Default::default()
            },
        )
        .await;
    }
    let row = organisation::Model {
        id: tx.new_id(),
        kind: new.kind,
        code: new.code,
        name: new.name,
        legal_name: new.legal_name,
        tax_id: new.tax_id,
        email: new.email,
        phone: new.phone,
        created_at: tx.now(),
        version: 1,
    };
    store::insert_organisation(tx, &row).await?;
    tx.audit("organisation", row.id, "made", json!({ "code": row.code, "name": row.name, "kind": row.kind }));
    Ok(row)
}

/// Makes a person, or finds the one with this address, and gives them the role.
///
/// # Errors
/// `invalid_email` where the address is none; `role_unfit` where the organisation knows no such role.
pub async fn upsert_person(tx: &mut UnitOfWork, new: NewPerson) -> Result<PersonId> {
    let Ok(email) = Email::parse(&new.email) else {
        return Err(IdentityError::InvalidEmail.into());
    };
    let organisation =
        store::organisation(tx, new.organisation_id).await?.ok_or_else(|| Problem::not_found("organisation"))?;
    if !rules::role_fits(organisation.kind, new.role) {
        return Err(IdentityError::RoleUnfit { role: new.role }.into());
    }
    let id = match store::person_by_email(tx, email.as_str()).await? {
        Some(old) => old.id,
        None => {
            let password_hash = match &new.password {
                Some(password) => Some(password::hash(tx.app(), password).await?),
                None => None,
            };
            let row = person::Model {
                id: tx.new_id(),
                email: email.into_inner(),
                name: new.name,
                language: new.language,
                password_hash,
                disabled_at: None,
                created_at: tx.now(),
                version: 1,
            };
            store::insert_person(tx, &row).await?;
            tx.audit("person", row.id, "made", json!({ "name": row.name }));
            row.id
        }
    };
    if store::insert_membership(tx, id, organisation.id, new.role).await? {
        tx.audit("person", id, "role_given", json!({ "organisation": organisation.code, "role": new.role }));
    }
    Ok(id)
}
