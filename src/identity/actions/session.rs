//! Sessions: how they begin, what they show, how they end.

use entities::identity::{membership, organisation};

use crate::{
    identity::{
        api::wire::{SessionDetail, SessionOrganisation, SessionPerson},
        callers::SignedIn,
        store,
    },
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Who is signed in, for whom, and what may be done.
pub async fn detail(work: &Work, caller: &SignedIn) -> Answer<SessionDetail> {
    let person = store::person(work, caller.person_id).await?.ok_or_else(Problem::unauthenticated)?;
    let organisations = together(store::memberships(work, person.id).await?);
    let active = organisations.iter().find(|o| Some(o.id) == caller.organisation_id);
    let (organisation_id, roles) = (active.map(|o| o.id), active.map(|o| o.roles.clone()).unwrap_or_default());
    Ok(SessionDetail {
        person: SessionPerson { id: person.id, email: person.email, name: person.name, language: person.language },
        organisations,
        organisation_id,
        roles,
        demo: work.app().config.demo,
    })
}

/// One entry per organisation with all roles there; rows of one organisation stand together.
fn together(rows: Vec<(organisation::Model, membership::Model)>) -> Vec<SessionOrganisation> {
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
