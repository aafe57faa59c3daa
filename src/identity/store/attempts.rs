//! Failed sign-in attempts.

use chrono::{DateTime, Utc};
use entities::identity::sign_in_attempt;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter,
    Statement,
};
use uuid::Uuid;

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Deletes attempts from before the window.
pub async fn delete_attempts_before(tx: &UnitOfWork, before: DateTime<Utc>) -> Result<()> {
    let old = sign_in_attempt::Column::At.lt(before);
    sign_in_attempt::Entity::delete_many().filter(old).exec(tx.db()).await?;
    Ok(())
}

/// Locks the counts of these keys until the transaction ends, so that attempts are counted one after the other: on
/// PostgreSQL by advisory locks; SQLite has one writer at a time.
pub async fn lock_attempts(tx: &UnitOfWork, keys: &[&str]) -> Result<()> {
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        let lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
        for key in keys {
            let lock = Statement::from_sql_and_values(DatabaseBackend::Postgres, lock, [(*key).into()]);
            tx.db().execute_raw(lock).await?;
        }
    }
    Ok(())
}

/// Counts the failed attempts since an instant, of an account and from an address where they are given.
pub async fn count_attempts(
    tx: &UnitOfWork,
    account: Option<&str>,
    address: Option<&str>,
    since: DateTime<Utc>,
) -> Result<u64> {
    let mut recent = sign_in_attempt::Entity::find().filter(sign_in_attempt::Column::At.gte(since));
    if let Some(account) = account {
        recent = recent.filter(sign_in_attempt::Column::Account.eq(account));
    }
    if let Some(address) = address {
        recent = recent.filter(sign_in_attempt::Column::Address.eq(address));
    }
    Ok(recent.count(tx.db()).await?)
}

/// Inserts an attempt. It counts as failed until it is deleted.
pub async fn insert_attempt(tx: &UnitOfWork, account: String, address: String) -> Result<Uuid> {
    let id: Uuid = tx.new_id();
    let row =
        sign_in_attempt::ActiveModel { id: Set(id), account: Set(account), address: Set(address), at: Set(tx.now()) };
    sign_in_attempt::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(id)
}

/// Deletes an attempt that succeeded.
pub async fn delete_attempt(tx: &UnitOfWork, id: Uuid) -> Result<()> {
    sign_in_attempt::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}
