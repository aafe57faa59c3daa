//! Roles of people in organisations.

use std::collections::{HashMap, HashSet};

use entities::{
    identity::{membership, organisation, person},
    values::{OrganisationId, OrganisationKind, PersonId, Role},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, sea_query::Expr,
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

/// People who may act for the cooperative's money and are not disabled.
pub async fn list_finance_people(tx: &UnitOfWork) -> Result<Vec<PersonId>> {
    let Some(cooperative) = find_cooperative(tx).await? else { return Ok(Vec::new()) };
    list_active_people(tx, cooperative.id, &FINANCE).await
}

/// Whether a person who was disabled, or lost roles, now could act for the cooperative's money before.
pub async fn lost_finance(tx: &UnitOfWork, person: PersonId) -> Result<bool> {
    let Some(cooperative) = find_cooperative(tx).await? else { return Ok(false) };
    let held = list_held_until_now(tx, person).await?;
    let is_finance = |row: &membership::Model| row.organisation_id == cooperative.id && FINANCE.contains(&row.role);
    Ok(held.iter().any(is_finance) && !list_active_people(tx, cooperative.id, &FINANCE).await?.contains(&person))
}

/// The buyers and producers for which a person could act until now and nobody can any more, by name.
pub async fn list_abandoned_organisations(tx: &UnitOfWork, person: PersonId) -> Result<Vec<organisation::Model>> {
    let held = list_held_until_now(tx, person).await?;
    let ids: HashSet<OrganisationId> =
        held.iter().filter(|row| row.role != Role::Viewer).map(|row| row.organisation_id).collect();
    let found = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(ids))
        .filter(organisation::Column::Kind.ne(OrganisationKind::Cooperative))
        .order_by_asc(organisation::Column::Name);
    let mut abandoned = Vec::new();
    for organisation in found.all(tx.db()).await? {
        if list_active_people(tx, organisation.id, &[Role::Admin, Role::Staff]).await?.is_empty() {
            abandoned.push(organisation);
        }
    }
    Ok(abandoned)
}

/// The roles that act for the cooperative's money.
const FINANCE: [Role; 2] = [Role::Admin, Role::Finance];

/// The roles of a person that have not ended before this instant.
async fn list_held_until_now(tx: &UnitOfWork, person: PersonId) -> Result<Vec<membership::Model>> {
    let found = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::EndedAt.is_null().or(membership::Column::EndedAt.eq(tx.now())));
    Ok(found.all(tx.db()).await?)
}

/// People with one of these roles in an organisation who are not disabled.
async fn list_active_people(tx: &UnitOfWork, organisation: OrganisationId, roles: &[Role]) -> Result<Vec<PersonId>> {
    let found = person::Entity::find().filter(person::Column::DisabledAt.is_null()).filter(
        person::Column::Id.in_subquery(
            membership::Entity::find()
                .select_only()
                .column(membership::Column::PersonId)
                .filter(membership::Column::OrganisationId.eq(organisation))
                .filter(membership::Column::Role.is_in(roles.iter().copied()))
                .filter(membership::Column::EndedAt.is_null())
                .into_query(),
        ),
    );
    Ok(found.all(tx.db()).await?.into_iter().map(|person| person.id).collect())
}
