//! Who reads the messages to an organisation.

use std::collections::HashMap;

use entities::{
    identity::{membership, person},
    values::{Language, OrganisationId, PersonId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::people::find_person;
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A person who reads the messages to an organisation.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The person.
    pub person_id: PersonId,
    /// The person's e-mail address.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The language in which the person reads.
    pub language: Language,
}

impl From<person::Model> for Reader {
    fn from(row: person::Model) -> Self {
        Self { person_id: row.id, email: row.email, name: row.name, language: row.language }
    }
}

/// The people with a role in these organisations who are not disabled, each once for an organisation, oldest first.
pub async fn list_readers(
    tx: &UnitOfWork,
    organisations: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Vec<Reader>>> {
    let mut readers: HashMap<OrganisationId, Vec<Reader>> = HashMap::new();
    for ids in organisations.chunks(ROWS_PER_INSERT) {
        let rows = membership::Entity::find()
            .find_also_related(person::Entity)
            .filter(membership::Column::OrganisationId.is_in(ids.iter().copied()))
            .filter(membership::Column::EndedAt.is_null())
            .order_by_asc(membership::Column::PersonId)
            .all(tx.db())
            .await?;
        for (membership, person) in rows {
            let person = person.ok_or_else(|| Problem::missing_reference("person", membership.person_id))?;
            let of_organisation = readers.entry(membership.organisation_id).or_default();
            // A person with several roles has several rows, one after the other.
            let repeated = of_organisation.last().is_some_and(|reader| reader.person_id == person.id);
            if person.disabled_at.is_none() && !repeated {
                of_organisation.push(person.into());
            }
        }
    }
    Ok(readers)
}

/// The language in which a person reads; none where there is no such person.
pub async fn find_language(tx: &UnitOfWork, person: PersonId) -> Result<Option<Language>> {
    Ok(find_person(tx, person).await?.map(|person| person.language))
}
