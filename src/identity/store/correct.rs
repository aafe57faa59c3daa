//! Who a person is, as staff correct it.

use entities::{identity::person, values::PersonId};
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, QuerySelect, SqlErr, sea_query::LockType};

use crate::platform::{http::problem::Answer, work::Work};

/// The person, held until this work ends, so that corrections come one after the other.
pub(in crate::identity) async fn lock_person(work: &Work, id: PersonId) -> Answer<Option<person::Model>> {
    let mut one = person::Entity::find_by_id(id);
    if work.db().get_database_backend() == DatabaseBackend::Postgres {
        one = one.lock(LockType::Update);
    }
    Ok(one.one(work.db()).await?)
}

/// Writes what is corrected; `false` where the address is somebody else's.
pub(in crate::identity) async fn update_person(work: &Work, row: person::ActiveModel) -> Answer<bool> {
    match person::Entity::update(row).exec(work.db()).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
