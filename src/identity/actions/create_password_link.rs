//! Creates the links by which people set a password.

use entities::values::{LinkPurpose, PersonId};
use serde_json::json;

pub use super::links::NewLink as NewPasswordLink;
use super::links::create_link;
use crate::{
    identity::{errors::IdentityError, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Creates a one-time link by which a person sets a password. Earlier links of the person no longer work.
///
/// # Errors
/// 404; 409 `person_disabled`.
pub async fn create_password_link(tx: &mut UnitOfWork, person_id: PersonId) -> Result<NewPasswordLink> {
    let person = store::get_person(tx, person_id).await?;
    if person.disabled_at.is_some() {
        return Err(IdentityError::PersonDisabled.into());
    }
    let link = create_link(tx, LinkPurpose::SetPassword, Some(person.id), "/set-password").await?;
    tx.audit("person", person.id, "password_link_made", json!({}));
    Ok(link)
}

/// Creates a one-time link by which a new person sets a password and then comes to the page `next`. None where the person
/// has a password already, or cannot sign in.
pub async fn create_welcome_link(
    tx: &mut UnitOfWork,
    person_id: PersonId,
    next: &str,
) -> Result<Option<NewPasswordLink>> {
    let person = store::get_person(tx, person_id).await?;
    if person.disabled_at.is_some() || person.password_hash.is_some() {
        return Ok(None);
    }
    let link =
        create_link(tx, LinkPurpose::SetPassword, Some(person.id), &format!("/contrasena?volver={next}")).await?;
    tx.audit("person", person.id, "password_link_made", json!({}));
    Ok(Some(link))
}
