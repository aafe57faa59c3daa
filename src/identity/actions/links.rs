//! One-time links. A link can be used once; a newer one for the same purpose and person replaces it.

use chrono::{DateTime, Utc};
use entities::{
    identity::sign_in_link,
    values::{LinkPurpose, PersonId},
};

use crate::{
    identity::{
        errors::IdentityError,
        rules::{LINK_LIFETIME, Token, hash_token},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A link that was just created.
pub struct NewLink {
    /// The whole address. The secret follows `#`, so that browsers send it to no server and no log has it.
    pub address: String,
    /// Until when the link can be used.
    pub expires_at: DateTime<Utc>,
}

/// Creates a one-time link to the page at `path` and deletes the unused earlier ones.
pub async fn create_link(
    tx: &UnitOfWork,
    purpose: LinkPurpose,
    person: Option<PersonId>,
    path: &str,
) -> Result<NewLink> {
    store::delete_unused_links(tx, purpose, person).await?;
    let token = Token::from_bytes(tx.app().ids.bytes());
    let expires_at = tx.now() + LINK_LIFETIME;
    store::insert_link(tx, &token, purpose, person, expires_at).await?;
    let address = tx.app().config.link(&format!("{path}#{}", token.expose()));
    Ok(NewLink { address, expires_at })
}

/// The live link with this secret.
///
/// # Errors
/// 409 `link_spent` where there is none, or it was used, replaced or has expired.
pub async fn get_link(tx: &UnitOfWork, secret: &str, purpose: LinkPurpose) -> Result<sign_in_link::Model> {
    let link = store::find_live_link(tx, &hash_token(secret), purpose).await?;
    link.ok_or_else(|| IdentityError::LinkSpent.into())
}

/// Uses the link with this secret. Of two requests at once, one succeeds.
///
/// # Errors
/// 409 `link_spent`, as [`get_link`] and where a concurrent request was first.
pub async fn use_link(tx: &UnitOfWork, secret: &str, purpose: LinkPurpose) -> Result<sign_in_link::Model> {
    let link = get_link(tx, secret, purpose).await?;
    if store::use_link(tx, link.id).await? { Ok(link) } else { Err(IdentityError::LinkSpent.into()) }
}
