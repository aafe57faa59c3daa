//! Disables a person, or enables one again.

use entities::values::PersonId;
use serde_json::json;

use super::administrators::check_administrator_remains;
use crate::{
    identity::{Event, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Disables a person, who then cannot sign in; the person's sessions end. Repeated, it changes nothing. Where nobody else
/// can act for something, the transaction is refused with a list of it (`PersonBusinessOpen`), unless `leave_open`.
///
/// # Errors
/// 404; 409 `last_administrator`.
pub async fn disable_person(tx: &mut UnitOfWork, id: PersonId, leave_open: bool) -> Result<()> {
    store::get_person(tx, id).await?;
    if let Some(cooperative) = store::find_cooperative(tx).await? {
        store::lock_organisation(tx, cooperative.id).await?;
    }
    if store::update_disabled(tx, id, true).await? {
        check_administrator_remains(tx).await?;
        store::end_sessions(tx, id).await?;
        store::delete_devices(tx, id).await?;
        tx.audit("person", id, "disabled", json!({ "leave_open": leave_open }));
        if !leave_open {
            tx.emit(Event::PersonRightsReduced { person_id: id });
        }
    }
    Ok(())
}

/// Enables a disabled person. Sessions that have ended stay ended. Repeated, it changes nothing.
///
/// # Errors
/// 404.
pub async fn enable_person(tx: &mut UnitOfWork, id: PersonId) -> Result<()> {
    store::get_person(tx, id).await?;
    if store::update_disabled(tx, id, false).await? {
        tx.audit("person", id, "enabled", json!({}));
    }
    Ok(())
}
