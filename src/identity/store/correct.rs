//! Who a person is, as staff correct it.

use entities::{identity::person, values::PersonId};
use sea_orm::{ConnectionTrait, DatabaseBackend, EntityTrait, QuerySelect, SqlErr, sea_query::LockType};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The person, held until this work ends, so that corrections come one after the other.
pub(in crate::identity) async fn lock_person(tx: &UnitOfWork, id: PersonId) -> Result<Option<person::Model>> {
    let mut one = person::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        one = one.lock(LockType::Update);
    }
    Ok(one.one(tx.db()).await?)
}

/// Writes what is corrected; `false` where the address is somebody else's.
pub(in crate::identity) async fn update_person(tx: &UnitOfWork, row: person::ActiveModel) -> Result<bool> {
    match person::Entity::update(row).exec(tx.db()).await {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
