//! People and what each may do where. Whatever takes a right away ends the person's sessions, so that nobody goes on
//! with a right that was taken.

use entities::{
    identity::{membership, organisation, person},
    values::{OrganisationId, OrganisationKind, PersonId, Role},
};
use serde_json::json;

use super::{
    put::{NewPerson, put_person},
    session::together,
};
use crate::{
    identity::{
        api::wire::{AddPerson, DemoPerson, OrganisationSummary, PersonDetail, SetRoles},
        rules, store,
    },
    platform::{
        http::{
            paging::Page,
            problem::{Answer, Problem},
        },
        work::Work,
    },
};

/// Organisations of a page, by name.
pub async fn organisations(
    work: &Work,
    kind: Option<OrganisationKind>,
    page: &Page,
) -> Answer<Vec<organisation::Model>> {
    store::organisations(work, kind, page.key()?, page.fetch()).await
}

/// An organisation, for choosing one.
pub fn summary(row: organisation::Model) -> OrganisationSummary {
    OrganisationSummary { id: row.id, kind: row.kind, code: row.code, name: row.name }
}

/// People of a page, by address, with their roles.
pub async fn list(work: &Work, of: Option<OrganisationId>, page: &Page) -> Answer<Vec<PersonDetail>> {
    let people = store::people(work, of, page.key()?, page.fetch()).await?;
    with_roles(work, people).await
}

/// One person with all roles.
pub async fn detail(work: &Work, id: PersonId) -> Answer<PersonDetail> {
    let person = store::person(work, id).await?.ok_or_else(|| Problem::not_found("person"))?;
    let roles = store::memberships(work, id).await?;
    Ok(told(person, roles))
}

async fn with_roles(work: &Work, people: Vec<person::Model>) -> Answer<Vec<PersonDetail>> {
    let mut roles = store::memberships_of(work, people.iter().map(|p| p.id).collect()).await?;
    Ok(people
        .into_iter()
        .map(|p| {
            let of = roles.remove(&p.id).unwrap_or_default();
            told(p, of)
        })
        .collect())
}

fn told(person: person::Model, roles: Vec<(organisation::Model, membership::Model)>) -> PersonDetail {
    PersonDetail {
        id: person.id,
        email: person.email,
        name: person.name,
        language: person.language,
        has_password: person.password_hash.is_some(),
        disabled_at: person.disabled_at,
        created_at: person.created_at,
        organisations: together(roles),
    }
}

/// Adds a person, or gives somebody who is there a further role.
pub async fn add(work: &mut Work, new: AddPerson) -> Answer<PersonDetail> {
    let id = put_person(
        work,
        NewPerson {
            email: new.email.into_inner(),
            name: new.name.into(),
            language: new.language,
            organisation_id: new.organisation_id,
            role: new.role,
            password: None,
        },
    )
    .await?;
    detail(work, id).await
}

/// Says what a person may do in one organisation from now on.
///
/// # Errors
/// `role_unfit`, `last_administrator`; 404 for an unknown person or organisation.
pub async fn set_roles(work: &mut Work, id: PersonId, new: SetRoles) -> Answer<PersonDetail> {
    let organisation = store::lock_organisation(work, new.organisation_id).await?;
    let organisation = organisation.ok_or_else(|| Problem::not_found("organisation"))?;
    detail(work, id).await?;
    if let Some(role) = new.roles.iter().find(|role| !rules::role_fits(organisation.kind, **role)) {
        let detail = format!("The role {} exists in the cooperative only.", role.word());
        return Err(Problem::refused("role_unfit", detail));
    }
    let held: Vec<Role> = store::memberships(work, id)
        .await?
        .into_iter()
        .filter_map(|(o, m)| (o.id == organisation.id).then_some(m.role))
        .collect();
    let taken: Vec<Role> = held.iter().copied().filter(|role| !new.roles.contains(role)).collect();
    for role in new.roles.iter().filter(|role| !held.contains(role)) {
        store::insert_membership(work, id, organisation.id, *role).await?;
    }
    store::end_memberships(work, id, organisation.id, &taken).await?;
    if taken.contains(&Role::Admin) {
        keep_an_administrator(work).await?;
    }
    if held.len() != new.roles.len() || !taken.is_empty() {
        store::end_sessions(work, id).await?;
        let after = json!({ "organisation": organisation.code, "before": held, "after": new.roles });
        work.audit("person", id, "roles_set", after);
    }
    detail(work, id).await
}

/// Lets a person sign in no longer; a disabled one stays disabled.
///
/// # Errors
/// `last_administrator`.
pub async fn disable(work: &mut Work, id: PersonId) -> Answer<PersonDetail> {
    detail(work, id).await?;
    if let Some(cooperative) = store::cooperative(work).await? {
        store::lock_organisation(work, cooperative.id).await?;
    }
    if store::set_disabled(work, id, true).await? {
        keep_an_administrator(work).await?;
        store::end_sessions(work, id).await?;
        work.audit("person", id, "disabled", json!({}));
    }
    detail(work, id).await
}

/// Lets a disabled person sign in again; the person's sessions stay ended.
pub async fn enable(work: &mut Work, id: PersonId) -> Answer<PersonDetail> {
    detail(work, id).await?;
    if store::set_disabled(work, id, false).await? {
        work.audit("person", id, "enabled", json!({}));
    }
    detail(work, id).await
}

/// After a change: whether somebody can still manage the cooperative.
async fn keep_an_administrator(work: &Work) -> Answer<()> {
    if store::administrators(work).await? > 0 {
        return Ok(());
    }
    let detail = "The cooperative would have no administrator: make somebody else one first.";
    Err(Problem::refused("last_administrator", detail))
}

/// The demo's people, the cooperative's first.
pub async fn demo_people(work: &Work) -> Answer<Vec<DemoPerson>> {
    let people = with_roles(work, store::demo_people(work).await?).await?;
    let mut shown: Vec<DemoPerson> = people
        .into_iter()
        .filter_map(|p| {
            let first = p.organisations.into_iter().next()?;
            let (organisation, kind, roles) = (first.name, first.kind, first.roles);
            Some(DemoPerson { id: p.id, email: p.email, name: p.name, organisation, kind, roles })
        })
        .collect();
    shown.sort_by_key(|p| p.kind);
    Ok(shown)
}
