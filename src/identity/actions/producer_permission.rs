//! Whether a person may act for a producer without a session, such as by the link of a mail.

use entities::values::{OrganisationId, PersonId};

use crate::{
    identity::{rules::Permission, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Whether a person who is not disabled may change something for this producer.
pub async fn may_act_for_producer(tx: &UnitOfWork, person: PersonId, producer: OrganisationId) -> Result<bool> {
    let Some(person) = store::find_person(tx, person).await?.filter(|person| person.disabled_at.is_none()) else {
        return Ok(false);
    };
    let organisations = store::list_organisation_roles(tx, person.id).await?;
    let held = organisations.iter().find(|held| held.organisation.id == producer);
    Ok(held.is_some_and(|held| Permission::Producer.is_granted(held.organisation.kind, &held.roles, true)))
}
