//! Updates the language of a person.

use entities::values::{Language, PersonId};
use serde_json::json;

use crate::{
    identity::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Updates the language of a person's screen and mails.
pub async fn update_language(tx: &mut UnitOfWork, person_id: PersonId, language: Language) -> Result<()> {
    if store::update_language(tx, person_id, language).await? {
        tx.audit("person", person_id, "language_changed", json!({ "language": language }));
    }
    Ok(())
}
