//! The jobs that refresh the index.

use entities::platform::job;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Whether a job of this kind has not run yet.
pub async fn has_waiting_refresh(tx: &UnitOfWork, kind: &str) -> Result<bool> {
    let waiting = job::Entity::find()
        .filter(job::Column::Kind.eq(kind))
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null());
    Ok(waiting.count(tx.db()).await? > 0)
}
