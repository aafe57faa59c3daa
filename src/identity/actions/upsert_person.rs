//! Creates a person or finds the one with the e-mail address, and gives the person a role.

use entities::{
    identity::person,
    values::{Language, OrganisationId, PersonId, Role},
};
use serde_json::json;

use super::passwords::hash_password;
use crate::{
    identity::{errors::IdentityError, rules::is_role_allowed, store},
    platform::{
        http::{email::Email, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// A person with a role in an organisation.
pub struct NewPerson {
    /// E-mail address; an existing person is found by it.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
    /// Where the person has the role.
    pub organisation_id: OrganisationId,
    /// The role.
    pub role: Role,
    /// Password of a new person. An existing person keeps the password that it has.
    pub password: Option<String>,
}

/// Creates a person, or finds the one with this address, and gives the person the role. An existing person keeps name
/// and language.
///
/// # Errors
/// 400 `invalid_email`; 404 (organisation); 409 `role_unfit` where the role does not exist in the organisation.
pub async fn upsert_person(tx: &mut UnitOfWork, new: NewPerson) -> Result<PersonId> {
    let Ok(email) = Email::parse(&new.email) else { return Err(IdentityError::InvalidEmail.into()) };
    let organisation = store::get_organisation(tx, new.organisation_id).await?;
    if !is_role_allowed(organisation.kind, new.role) {
        return Err(IdentityError::RoleUnfit { role: new.role }.into());
    }
    let role = new.role;
    let person_id = match store::find_person_by_email(tx, email.as_str()).await? {
        Some(existing) => existing.id,
        None => create(tx, email, new).await?,
    };
    if store::insert_membership(tx, person_id, organisation.id, role).await? {
        tx.audit("person", person_id, "role_given", json!({ "organisation": organisation.code, "role": role }));
    }
    Ok(person_id)
}

async fn create(tx: &mut UnitOfWork, email: Email, new: NewPerson) -> Result<PersonId> {
    let password_hash = match &new.password {
        Some(password) => Some(hash_password(tx.app(), password).await?),
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
    Ok(row.id)
}
