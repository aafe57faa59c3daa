//! Correcting who a person is: a misspelt address reaches nobody, and nobody signs in with it.

use entities::{identity::person, values::PersonId};
use sea_orm::ActiveValue::Set;
use serde_json::json;

use super::people;
use crate::{
    identity::{
        api::wire::{ChangePerson, PersonDetail},
        errors::IdentityError,
        store,
    },
    platform::{
        http::{
            api_error::ApiError,
            etag::IfMatch,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A person with all roles, and the version that a correction names.
pub async fn read(tx: &UnitOfWork, id: PersonId) -> Result<(PersonDetail, i32)> {
    let version = store::person(tx, id).await?.ok_or_else(|| Problem::not_found("person"))?.version;
    Ok((people::detail(tx, id).await?, version))
}

/// Corrects a person who was read at the version that `if_match` names. Password, roles and sessions stay.
///
/// # Errors
/// 404; 409 `email_taken`; 412.
pub async fn correct(
    tx: &mut UnitOfWork,
    id: PersonId,
    if_match: &IfMatch,
    new: ChangePerson,
) -> Result<(PersonDetail, i32)> {
    let before = store::lock_person(tx, id).await?.ok_or_else(|| Problem::not_found("person"))?;
    if_match.check(before.version)?;
    let email = new.email.into_inner();
    let moved = email != before.email;
    let row = person::ActiveModel {
        id: Set(id),
        email: Set(email),
        name: Set(new.name.into()),
        language: Set(new.language),
        version: Set(before.version + 1),
        ..Default::default()
    };
    if !store::update_person(tx, row).await? {
        return Err(IdentityError::EmailTaken.at("/email"));
    }
    tx.audit("person", id, "corrected", json!({ "email_changed": moved }));
    read(tx, id).await
}
