//! Who reads for an organisation, and who may speak for it: what messages and their links need to know of people.

use std::collections::HashMap;

use entities::values::{Language, OrganisationId, PersonId};

use crate::{
    identity::{rules::Permission, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Somebody who reads for an organisation.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The person.
    pub person_id: PersonId,
    /// The person's mail address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// In which language the person reads.
    pub language: Language,
}

/// The people of these organisations who are not disabled, each once for an organisation, oldest first.
pub async fn list_readers(
    tx: &UnitOfWork,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<Reader>>> {
    let people = store::people_of(tx, organisations).await?;
    let reader = |p: entities::identity::person::Model| Reader {
        person_id: p.id,
        email: p.email,
        name: p.name,
        language: p.language,
    };
    Ok(people.into_iter().map(|(of, people)| (of, people.into_iter().map(reader).collect())).collect())
}

/// In which language a person reads; none where there is no such person.
pub async fn find_language(tx: &UnitOfWork, person: PersonId) -> Result<Option<Language>> {
    Ok(store::person(tx, person).await?.map(|person| person.language))
}

/// Whether this person may, as things stand, change something for this producer.
pub async fn may_act_for_producer(tx: &UnitOfWork, person: PersonId, producer: OrganisationId) -> Result<bool> {
    let roles = store::roles_in(tx, person, producer).await?;
    Ok(roles.is_some_and(|(kind, roles)| Permission::Producer.is_granted(kind, &roles, true)))
}
