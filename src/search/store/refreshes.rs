//! The jobs that refresh the index.

use chrono::{DateTime, Utc};
use entities::platform::job;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Whether a job of this kind has not run yet; with `due_until`, one that is due until then.
pub async fn has_waiting_job(tx: &UnitOfWork, kind: &str, due_until: Option<DateTime<Utc>>) -> Result<bool> {
    let mut waiting = job::Entity::find()
        .filter(job::Column::Kind.eq(kind))
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null());
    if let Some(due_until) = due_until {
        waiting = waiting.filter(job::Column::DueAt.lte(due_until));
    }
    Ok(waiting.count(tx.db()).await? > 0)
}
