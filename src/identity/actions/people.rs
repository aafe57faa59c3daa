//! People and what each may do where. Whatever takes a right away ends the person's sessions, so that nobody goes on
//! with a right that was taken.

use entities::{
    identity::{membership, organisation, person},
    values::{PersonId, Role},
};
use serde_json::json;

use super::{
    put::{NewPerson, upsert_person},
    session::together,
};
use crate::{
    identity::{
        api::wire::{AddPerson, DemoPerson, OrganisationSummary, PersonDetail, SetRoles},
        errors::IdentityError,
        rules, store,
    },
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// An organisation, for choosing one.
pub fn summary(row: organisation::Model) -> OrganisationSummary {
    OrganisationSummary { id: row.id, kind: row.kind, code: row.code, name: row.name }
}

/// One person with all roles.
pub async fn detail(tx: &UnitOfWork, id: PersonId) -> Result<PersonDetail> {
    let person = store::person(tx, id).await?.ok_or_else(|| Problem::not_found("person"))?;
    let roles = store::memberships(tx, id).await?;
    Ok(told(person, roles))
}

async fn with_roles(tx: &UnitOfWork, people: Vec<person::Model>) -> Result<Vec<PersonDetail>> {
    let mut roles = store::memberships_of(tx, people.iter().map(|p| p.id).collect()).await?;
    Ok(people
        .into_iter()
        .map(|p| {
            let of = roles.remove(&p.id).unwrap_or_default();
            told(p, of)
        })
        .collect())
}

pub fn told(person: person::Model, roles: Vec<(organisation::Model, membership::Model)>) -> PersonDetail {
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
pub async fn add(tx: &mut UnitOfWork, new: AddPerson) -> Result<PersonDetail> {
    let id = upsert_person(
        tx,
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
    detail(tx, id).await
}

/// Says what a person may do in one organisation from now on.
///
/// # Errors
/// `role_unfit`, `last_administrator`; 404 for an unknown person or organisation.
pub async fn set_roles(tx: &mut UnitOfWork, id: PersonId, new: SetRoles) -> Result<PersonDetail> {
    let organisation = store::lock_organisation(tx, new.organisation_id).await?;
    let organisation = organisation.ok_or_else(|| Problem::not_found("organisation"))?;
    detail(tx, id).await?;
    if let Some(role) = new.roles.iter().find(|role| !rules::role_fits(organisation.kind, **role)) {
        return Err(IdentityError::RoleUnfit { role: *role }.into());
    }
    let held: Vec<Role> = store::memberships(tx, id)
        .await?
        .into_iter()
        .filter_map(|(o, m)| (o.id == organisation.id).then_some(m.role))
        .collect();
    let taken: Vec<Role> = held.iter().copied().filter(|role| !new.roles.contains(role)).collect();
    for role in new.roles.iter().filter(|role| !held.contains(role)) {
        store::insert_membership(tx, id, organisation.id, *role).await?;
    }
    store::end_memberships(tx, id, organisation.id, &taken).await?;
    if taken.contains(&Role::Admin) {
        keep_an_administrator(tx).await?;
    }
    if held.len() != new.roles.len() || !taken.is_empty() {
        store::end_sessions(tx, id).await?;
        let after = json!({ "organisation": organisation.code, "before": held, "after": new.roles });
        tx.audit("person", id, "roles_set", after);
    }
    detail(tx, id).await
}

/// Lets a person sign in no longer; a disabled one stays disabled.
///
/// # Errors
/// `last_administrator`.
pub async fn disable(tx: &mut UnitOfWork, id: PersonId) -> Result<PersonDetail> {
    detail(tx, id).await?;
    if let Some(cooperative) = store::cooperative(tx).await? {
        store::lock_organisation(tx, cooperative.id).await?;
    }
    if store::set_disabled(tx, id, true).await? {
        keep_an_administrator(tx).await?;
        store::end_sessions(tx, id).await?;
        tx.audit("person", id, "disabled", json!({}));
    }
    detail(tx, id).await
}

/// Lets a disabled person sign in again; the person's sessions stay ended.
pub async fn enable(tx: &mut UnitOfWork, id: PersonId) -> Result<PersonDetail> {
    detail(tx, id).await?;
    if store::set_disabled(tx, id, false).await? {
        tx.audit("person", id, "enabled", json!({}));
    }
    detail(tx, id).await
}

/// After a change: whether somebody can still manage the cooperative.
async fn keep_an_administrator(tx: &UnitOfWork) -> Result<()> {
    if store::administrators(tx).await? > 0 {
        return Ok(());
    }
    Err(IdentityError::LastAdministrator.into())
}

/// The demo's people, the cooperative's first.
pub async fn demo_people(tx: &UnitOfWork) -> Result<Vec<DemoPerson>> {
    let people = with_roles(tx, store::demo_people(tx).await?).await?;
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
