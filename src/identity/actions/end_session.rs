//! Ends a session.

use entities::values::SessionId;
use serde_json::json;

use crate::{
    identity::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Ends a session. Repeated, it changes nothing.
pub async fn end_session(tx: &mut UnitOfWork, session: SessionId) -> Result<()> {
    if store::end_session(tx, session).await? {
        tx.audit("session", session, "ended", json!({}));
    }
    Ok(())
}
