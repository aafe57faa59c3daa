//! Roles of people in organisations.

use std::collections::HashMap;

use entities::{
    identity::{membership, organisation, person},
    values::{OrganisationId, OrganisationKind, PersonId, Role},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Expr,
};

use super::organisations::find_cooperative;
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// The roles of one person in one organisation.
#[derive(Clone, Debug)]
pub struct OrganisationRoles {
    /// The organisation.
    pub organisation: organisation::Model,
    /// The person's roles there, in the order in which they were given.
    pub roles: Vec<Role>,
}

/// The organisations in which a person has a role: the cooperative first, then by name.
pub async fn list_organisation_roles(tx: &UnitOfWork, person: PersonId) -> Result<Vec<OrganisationRoles>> {
    Ok(list_organisation_roles_by_person(tx, &[person]).await?.remove(&person).unwrap_or_default())
}

/// As [`list_organisation_roles`], for several people; a person without a role is absent.
pub async fn list_organisation_roles_by_person(
    tx: &UnitOfWork,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<OrganisationRoles>>> {
    let rows = membership::Entity::find()
        .find_also_related(organisation::Entity)
        .filter(membership::Column::PersonId.is_in(people.iter().copied()))
        .filter(membership::Column::EndedAt.is_null())
        .order_by_asc(membership::Column::CreatedAt)
        .order_by_asc(membership::Column::Id)
        .all(tx.db())
        .await?;
    let mut found: HashMap<PersonId, Vec<OrganisationRoles>> = HashMap::new();
    for (membership, organisation) in rows {
        let missing = || Problem::missing_reference("organisation", membership.organisation_id);
        let organisation = organisation.ok_or_else(missing)?;
        let of_person = found.entry(membership.person_id).or_default();
        match of_person.iter_mut().find(|held| held.organisation.id == organisation.id) {
            Some(held) => held.roles.push(membership.role),
            None => of_person.push(OrganisationRoles { organisation, roles: vec![membership.role] }),
        }
    }
    for of_person in found.values_mut() {
        of_person.sort_by(|a, b| sort_key(&a.organisation).cmp(&sort_key(&b.organisation)));
    }
    Ok(found)
}

fn sort_key(organisation: &organisation::Model) -> (bool, &str, OrganisationId) {
    (organisation.kind != OrganisationKind::Cooperative, &organisation.name, organisation.id)
}

/// Inserts a role of a person. Returns `false` where the person has it already.
pub async fn insert_membership(
    tx: &UnitOfWork,
    person_id: PersonId,
    organisation_id: OrganisationId,
    role: Role,
) -> Result<bool> {
    let held = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person_id))
        .filter(membership::Column::OrganisationId.eq(organisation_id))
        .filter(membership::Column::Role.eq(role))
        .filter(membership::Column::EndedAt.is_null())
        .one(tx.db())
        .await?;
    if held.is_some() {
        return Ok(false);
    }
    let row = membership::ActiveModel {
        id: Set(tx.new_id()),
        person_id: Set(person_id),
        organisation_id: Set(organisation_id),
        role: Set(role),
        created_at: Set(tx.now()),
        ended_at: Set(None),
    };
    membership::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(true)
}

/// Ends these roles of a person in one organisation.
pub async fn end_memberships(
    tx: &UnitOfWork,
    person: PersonId,
    organisation: OrganisationId,
    roles: &[Role],
) -> Result<()> {
    membership::Entity::update_many()
        .col_expr(membership::Column::EndedAt, Expr::value(Some(tx.now())))
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::OrganisationId.eq(organisation))
        .filter(membership::Column::EndedAt.is_null())
        .filter(membership::Column::Role.is_in(roles.iter().copied()))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// The number of people who can manage the cooperative: its administrators who are not disabled.
pub async fn count_administrators(tx: &UnitOfWork) -> Result<u64> {
    let Some(cooperative) = find_cooperative(tx).await? else { return Ok(0) };
    let administrators = membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::OrganisationId.eq(cooperative.id))
        .filter(membership::Column::Role.eq(Role::Admin))
        .filter(membership::Column::EndedAt.is_null());
    Ok(person::Entity::find()
        .filter(person::Column::Id.in_subquery(administrators.into_query()))
        .filter(person::Column::DisabledAt.is_null())
        .count(tx.db())
        .await?)
}
