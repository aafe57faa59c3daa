//! People as readers: who belongs to an organisation, and with which roles.

use std::collections::{BTreeSet, HashMap};

use entities::{
    identity::{membership, person},
    values::{OrganisationId, OrganisationKind, PersonId, Role},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// People with a role in these organisations who are not disabled, each once for an organisation, oldest first.
pub(in crate::identity) async fn people_of(
    tx: &UnitOfWork,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<person::Model>>> {
    let mut found: HashMap<OrganisationId, Vec<person::Model>> = HashMap::new();
    for some in organisations.chunks(ROWS_PER_INSERT) {
        let members: Vec<(OrganisationId, PersonId)> = membership::Entity::find()
            .select_only()
            .column(membership::Column::OrganisationId)
            .column(membership::Column::PersonId)
            .distinct()
            .filter(membership::Column::OrganisationId.is_in(some.iter().copied()))
            .filter(membership::Column::EndedAt.is_null())
            .order_by_asc(membership::Column::PersonId)
            .into_tuple()
            .all(tx.db())
            .await?;
        let ids: BTreeSet<PersonId> = members.iter().map(|(_, person)| *person).collect();
        let mut people: HashMap<PersonId, person::Model> = HashMap::new();
        for ids in ids.into_iter().collect::<Vec<_>>().chunks(ROWS_PER_INSERT) {
            let some = person::Entity::find()
                .filter(person::Column::Id.is_in(ids.iter().copied()))
                .filter(person::Column::DisabledAt.is_null());
            people.extend(some.all(tx.db()).await?.into_iter().map(|p| (p.id, p)));
        }
        for (organisation, person) in members {
            if let Some(person) = people.get(&person) {
                found.entry(organisation).or_default().push(person.clone());
            }
        }
    }
    Ok(found)
}

/// What a person who is not disabled may do in an organisation, and the organisation's kind; none where nothing.
pub(in crate::identity) async fn roles_in(
    tx: &UnitOfWork,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<Option<(OrganisationKind, Vec<Role>)>> {
    let Some(active) = super::person(tx, person).await?.filter(|p| p.disabled_at.is_none()) else { return Ok(None) };
    let of = super::memberships_of(tx, vec![active.id]).await?.remove(&active.id).unwrap_or_default();
    let memberships: Vec<_> = of.into_iter().filter(|(o, _)| o.id == organisation).collect();
    let kind = memberships.first().map(|(o, _)| o.kind);
    Ok(kind.map(|kind| (kind, memberships.into_iter().map(|(_, m)| m.role).collect())))
}
