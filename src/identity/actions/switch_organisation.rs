//! Switches the organisation that a session acts for.

use entities::values::{OrganisationId, PersonId, SessionId};
use serde_json::json;

use crate::{
    identity::store,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Lets the session of a person act for another of the person's organisations.
///
/// # Errors
/// 404 where the person has no role there.
pub async fn switch_organisation(
    tx: &mut UnitOfWork,
    session_id: SessionId,
    person_id: PersonId,
    organisation_id: OrganisationId,
) -> Result<()> {
    let organisations = store::list_organisation_roles(tx, person_id).await?;
    if !organisations.iter().any(|held| held.organisation.id == organisation_id) {
        return Err(Problem::not_found("organisation"));
    }
    if store::update_session_organisation(tx, session_id, organisation_id).await? {
        tx.audit("session", session_id, "switched", json!({ "organisation": organisation_id }));
    }
    Ok(())
}
