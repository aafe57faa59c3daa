//! Sessions: how they begin, what they show, how they end.

use entities::{
    identity::{membership, organisation},
    values::{Language, OrganisationId, PersonId, SessionId},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    identity::{
        api::wire::{InstallationDetail, SessionDetail, SessionOrganisation, SessionPerson},
        callers::SignedIn,
        rules, store,
        token::{self, Token},
    },
    platform::{
        http::{
            email::Email,
            problem::{Problem, Result},
        },
        unit_of_work::UnitOfWork,
    },
};

/// A session that has just begun.
pub struct Begun {
    /// What its holder is known by.
    pub token: Token,
    /// What it shows.
    pub detail: SessionDetail,
}

/// One try to sign in, counted as failed until it succeeds.
pub struct Attempt {
    id: Uuid,
    person: Option<PersonId>,
    /// The stored hash to hold the password against.
    pub password_hash: Option<String>,
}

impl Attempt {
    /// The person, where the password was right.
    pub fn person(&self, fits: bool) -> Result<PersonId> {
        self.person.filter(|_| fits).ok_or_else(Problem::wrong_credentials)
    }
}

/// Counts one try of an account from a network, before its password is looked at: a thousand tries sent at once are
/// counted like a thousand sent one after the other.
///
/// # Errors
/// `too_many` where account or network has to wait.
pub async fn count_try(tx: &mut UnitOfWork, email: &Email, network: String) -> Result<Attempt> {
    let account = token::hash(email.as_str());
    let since = tx.now() - rules::TRIES_WINDOW;
    store::forget_tries(tx, since).await?;
    let (of_account, of_network) = store::tries(tx, &account, &network, since).await?;
    if !rules::may_try(of_account, of_network) {
        return Err(Problem::too_many(rules::TRY_AGAIN));
    }
    let id = store::insert_try(tx, account, network).await?;
    let person = store::person_by_email(tx, email.as_str()).await?.filter(|p| p.disabled_at.is_none());
    let (person, password_hash) = person.map(|p| (p.id, p.password_hash)).unzip();
    Ok(Attempt { id, person, password_hash: password_hash.flatten() })
}

/// A try that succeeded does not count.
pub async fn forgive_try(tx: &mut UnitOfWork, attempt: &Attempt) -> Result<()> {
    store::delete_try(tx, attempt.id).await
}

/// Begins a session of a person, acting for the first of the person's organisations.
///
/// # Errors
/// `wrong_credentials` where the person may not sign in (any more).
pub async fn begin(tx: &mut UnitOfWork, person_id: PersonId) -> Result<Begun> {
    let person = store::person(tx, person_id).await?.filter(|p| p.disabled_at.is_none());
    let person = person.ok_or_else(Problem::wrong_credentials)?;
    let organisation = store::memberships(tx, person.id).await?.first().map(|(o, _)| o.id);
    let token = Token::new(&tx.app().ids);
    let session = store::insert_session(tx, &token, person.id, organisation, tx.now() + rules::SESSION).await?;
    tx.audit("session", session, "begun", json!({ "person": person.id }));
    Ok(Begun { token, detail: detail(tx, person.id, organisation).await? })
}

/// Begins a session of one of the demo's people.
///
/// # Errors
/// 404 where the person is none of them.
pub async fn begin_demo(tx: &mut UnitOfWork, person_id: PersonId) -> Result<Begun> {
    let person = store::person(tx, person_id).await?.filter(|p| p.email.ends_with(rules::DEMO_DOMAIN));
    let person = person.ok_or_else(|| Problem::not_found("person"))?;
    begin(tx, person.id).await
}

/// Ends a session; one that has ended stays ended.
pub async fn end(tx: &mut UnitOfWork, session: SessionId) -> Result<()> {
    if store::end_session(tx, session).await? {
        tx.audit("session", session, "ended", json!({}));
    }
    Ok(())
}

/// Lets the session act for another of the person's organisations.
///
/// # Errors
/// 404 where it is none of the person's.
pub async fn switch(tx: &mut UnitOfWork, caller: &SignedIn, to: OrganisationId) -> Result<SessionDetail> {
    let mine = store::memberships(tx, caller.person_id).await?;
    if !mine.iter().any(|(organisation, _)| organisation.id == to) {
        return Err(Problem::not_found("organisation"));
    }
    if caller.organisation_id != Some(to) {
        store::switch_session(tx, caller.session_id, to).await?;
        tx.audit("session", caller.session_id, "switched", json!({ "organisation": to }));
    }
    detail(tx, caller.person_id, Some(to)).await
}

/// Changes the language of the person's screen and mails.
pub async fn change_language(tx: &mut UnitOfWork, caller: &SignedIn, language: Language) -> Result<SessionDetail> {
    if store::change_language(tx, caller.person_id, language).await? {
        tx.audit("person", caller.person_id, "language_changed", json!({ "language": language }));
    }
    detail(tx, caller.person_id, caller.organisation_id).await
}

/// Who is signed in, for whom, and what may be done.
pub async fn detail(tx: &UnitOfWork, person: PersonId, organisation: Option<OrganisationId>) -> Result<SessionDetail> {
    let person = store::person(tx, person).await?.ok_or_else(Problem::unauthenticated)?;
    let organisations = together(store::memberships(tx, person.id).await?);
    let active = organisations.iter().find(|o| Some(o.id) == organisation);
    let (organisation_id, roles) = (active.map(|o| o.id), active.map(|o| o.roles.clone()).unwrap_or_default());
    Ok(SessionDetail {
        person: SessionPerson { id: person.id, email: person.email, name: person.name, language: person.language },
        organisations,
        organisation_id,
        roles,
        demo: tx.app().config.demo,
        token: None,
    })
}

/// What this installation is, for everybody.
pub async fn installation(tx: &UnitOfWork) -> Result<InstallationDetail> {
    Ok(InstallationDetail {
        cooperative: store::cooperative(tx).await?.map(|o| o.name),
        currency: tx.currency(),
        time_zone: tx.zone().name().to_owned(),
        demo: tx.app().config.demo,
        card_payments: tx.app().config.stripe.is_some(),
    })
}

/// One entry per organisation with all roles there; rows of one organisation stand together.
pub(super) fn together(rows: Vec<(organisation::Model, membership::Model)>) -> Vec<SessionOrganisation> {
    let mut found: Vec<SessionOrganisation> = Vec::new();
    for (organisation, membership) in rows {
        match found.last_mut() {
            Some(last) if last.id == organisation.id => last.roles.push(membership.role),
            _ => found.push(SessionOrganisation {
                id: organisation.id,
                kind: organisation.kind,
                name: organisation.name,
                roles: vec![membership.role],
            }),
        }
    }
    found
}
