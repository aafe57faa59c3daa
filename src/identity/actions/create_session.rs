//! Creates sessions.

use entities::values::{OrganisationId, PersonId};
use serde_json::json;

use crate::{
    identity::{
        rules::{DEMO_DOMAIN, SESSION_LIFETIME, Token},
        store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// A session that was just created.
pub struct NewSession {
    /// Its secret token.
    pub token: Token,
    /// Who is signed in.
    pub person_id: PersonId,
    /// The organisation that the person acts for.
    pub organisation_id: Option<OrganisationId>,
}

/// Creates a session of a person, who acts for the first of the person's organisations.
///
/// # Errors
/// 401 `wrong_credentials` where the person does not exist or is disabled.
pub async fn create_session(tx: &mut UnitOfWork, person_id: PersonId) -> Result<NewSession> {
    let person = store::find_person(tx, person_id).await?.filter(|person| person.disabled_at.is_none());
    let person = person.ok_or_else(Problem::wrong_credentials)?;
    let organisations = store::list_organisation_roles(tx, person.id).await?;
    let organisation_id = organisations.first().map(|held| held.organisation.id);
    let token = Token::from_bytes(tx.app().ids.bytes());
    let expires_at = tx.now() + SESSION_LIFETIME;
    let session = store::insert_session(tx, &token, person.id, organisation_id, expires_at).await?;
    tx.audit("session", session, "begun", json!({ "person": person.id }));
    Ok(NewSession { token, person_id: person.id, organisation_id })
}

/// Creates a session of one of the demo's people.
///
/// # Errors
/// 404 where the person is not one of them.
pub async fn create_demo_session(tx: &mut UnitOfWork, person_id: PersonId) -> Result<NewSession> {
    let person = store::get_person(tx, person_id).await?;
    if !person.email.ends_with(DEMO_DOMAIN) {
        return Err(Problem::not_found("person"));
    }
    create_session(tx, person.id).await
}
