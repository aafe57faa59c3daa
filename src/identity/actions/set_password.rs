//! Sets a password by a one-time link.

use entities::values::{LinkPurpose, PersonId};
use serde_json::json;

use super::links::{get_link, use_link};
use crate::{
    identity::{rules::PersonalWords, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Checks a password link before a password is hashed for it, and returns what its person is called.
///
/// # Errors
/// 409 `link_spent`.
pub async fn check_password_link(tx: &UnitOfWork, secret: &str) -> Result<PersonalWords> {
    let link = get_link(tx, secret, LinkPurpose::SetPassword).await?;
    let person = store::get_person(tx, link.person_id.ok_or_else(without_person)?).await?;
    let held = store::list_organisation_roles(tx, person.id).await?;
    let organisations = held.iter().map(|held| &held.organisation);
    let cooperative = store::find_cooperative(tx).await?;
    let names = organisations.chain(&cooperative).flat_map(|organisation| {
        [&organisation.name, &organisation.legal_name, &organisation.code].map(String::as_str)
    });
    Ok(PersonalWords::of(names.chain([person.name.as_str(), person.email.as_str()])))
}

fn without_person() -> anyhow::Error {
    anyhow::anyhow!("a password link without a person")
}

/// Uses a password link to set the password of its person. All sessions of the person end, and no device is recognised any
/// more.
///
/// # Errors
/// 409 `link_spent`.
pub async fn set_password_by_link(tx: &mut UnitOfWork, secret: &str, password_hash: String) -> Result<PersonId> {
    let link = use_link(tx, secret, LinkPurpose::SetPassword).await?;
    let person_id = link.person_id.ok_or_else(without_person)?;
    store::set_password(tx, person_id, password_hash).await?;
    store::end_sessions(tx, person_id).await?;
    store::delete_devices(tx, person_id).await?;
    tx.audit("person", person_id, "password_set", json!({}));
    Ok(person_id)
}
