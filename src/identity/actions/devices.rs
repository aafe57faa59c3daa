//! Recognises browsers in which a person has signed in.

use entities::values::PersonId;

use crate::{
    identity::{
        rules::{Token, hash_token},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records that a person has signed in on a device, and returns the device's token. A device that sent a valid token keeps
/// it, so that several people can share one browser.
pub async fn recognise_device(tx: &UnitOfWork, person: PersonId, sent: Option<&str>) -> Result<String> {
    if let Some(sent) = sent {
        let hash = hash_token(sent);
        if store::is_device_token(tx, &hash).await? {
            store::upsert_device(tx, hash, person).await?;
            return Ok(sent.to_owned());
        }
    }
    let token = Token::from_bytes(tx.app().ids.bytes());
    store::upsert_device(tx, token.hash(), person).await?;
    Ok(token.expose().to_owned())
}
