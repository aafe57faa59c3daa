//! Updates the roles of a person in one organisation.

use entities::values::{OrganisationId, PersonId, Role};
use serde_json::json;

use super::administrators::check_administrator_remains;
use crate::{
    identity::{Event, errors::IdentityError, rules::is_role_allowed, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Replaces the roles of a person in one organisation. Where that changes anything, the person's sessions end, so that
/// no session keeps a right that was removed. Where nobody else can act for something that the person could, the
/// transaction is refused with a list of it (`PersonBusinessOpen`), unless `leave_open`.
///
/// # Errors
/// 404 (person, organisation); 409 `role_unfit`, `last_administrator`.
pub async fn update_person_roles(
    tx: &mut UnitOfWork,
    id: PersonId,
    organisation_id: OrganisationId,
    roles: &[Role],
    leave_open: bool,
) -> Result<()> {
    let organisation = store::lock_organisation(tx, organisation_id).await?;
    store::get_person(tx, id).await?;
    if let Some(role) = roles.iter().copied().find(|role| !is_role_allowed(organisation.kind, *role)) {
        return Err(IdentityError::RoleUnfit { role }.into());
    }
    let organisations = store::list_organisation_roles(tx, id).await?;
    let held = organisations.into_iter().find(|held| held.organisation.id == organisation.id);
    let before = held.map(|held| held.roles).unwrap_or_default();
    let removed: Vec<Role> = before.iter().copied().filter(|role| !roles.contains(role)).collect();
    for role in roles.iter().filter(|role| !before.contains(role)) {
        store::insert_membership(tx, id, organisation.id, *role).await?;
    }
    store::end_memberships(tx, id, organisation.id, &removed).await?;
    if removed.contains(&Role::Admin) {
        check_administrator_remains(tx).await?;
    }
    if before.len() != roles.len() || !removed.is_empty() {
        store::end_sessions(tx, id).await?;
        let detail = json!({ "organisation": organisation.code, "before": before, "after": roles });
        tx.audit("person", id, "roles_set", detail);
        if !removed.is_empty() && !leave_open {
            tx.emit(Event::PersonRightsReduced { person_id: id });
        }
    }
    Ok(())
}
