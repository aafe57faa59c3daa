//! Updates the name, e-mail address or language of a person.

use entities::{
    identity::person,
    values::{Language, PersonId},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use crate::{
    identity::{errors::IdentityError, store},
    platform::{
        http::{api_error::ApiError, etag::IfMatch, problem::Result},
        unit_of_work::UnitOfWork,
    },
};

/// What may be updated of a person.
#[derive(Clone, Debug)]
pub struct PersonTerms {
    /// The address with which the person signs in and to which mails are sent, in lower case.
    pub email: String,
    /// Name, as others see it.
    pub name: String,
    /// Language of the screen and of mails.
    pub language: Language,
}

/// Updates a person who was read at the version that `if_match` names. Password, roles and sessions stay.
///
/// # Errors
/// 404; 409 `email_taken`; 412.
pub async fn update_person(
    tx: &mut UnitOfWork,
    id: PersonId,
    if_match: &IfMatch,
    terms: PersonTerms,
) -> Result<person::Model> {
    let before = store::lock_person(tx, id).await?;
    if_match.check(before.version)?;
    let email_changed = terms.email != before.email;
    let row = person::ActiveModel {
        id: Set(id),
        email: Set(terms.email),
        name: Set(terms.name),
        language: Set(terms.language),
        version: Set(before.version + 1),
        ..Default::default()
    };
    let updated = store::update_person(tx, row).await?.ok_or_else(|| IdentityError::EmailTaken.at("/email"))?;
    tx.audit("person", id, "corrected", json!({ "email_changed": email_changed }));
    Ok(updated)
}
