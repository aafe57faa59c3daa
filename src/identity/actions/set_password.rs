//! Sets a password by a one-time link.

use entities::values::{LinkPurpose, PersonId};
use serde_json::json;

use super::links::{get_link, use_link};
use crate::{
    identity::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Checks a password link before a password is hashed for it.
///
/// # Errors
/// 409 `link_spent`.
pub async fn check_password_link(tx: &UnitOfWork, secret: &str) -> Result<()> {
    get_link(tx, secret, LinkPurpose::SetPassword).await.map(drop)
}

/// Uses a password link to set the password of its person. All sessions of the person end.
///
/// # Errors
/// 409 `link_spent`.
pub async fn set_password_by_link(tx: &mut UnitOfWork, secret: &str, password_hash: String) -> Result<PersonId> {
    let link = use_link(tx, secret, LinkPurpose::SetPassword).await?;
    let person_id = link.person_id.ok_or_else(|| anyhow::anyhow!("a password link without a person"))?;
    store::set_password(tx, person_id, password_hash).await?;
    store::end_sessions(tx, person_id).await?;
    tx.audit("person", person_id, "password_set", json!({}));
    Ok(person_id)
}
