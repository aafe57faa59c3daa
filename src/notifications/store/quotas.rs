//! Quotas that mails are about.

use entities::{
    allocation::quota,
    values::{QuotaId, RunId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The quotas with these ids, by id.
pub async fn list_quotas(tx: &UnitOfWork, ids: &[QuotaId]) -> Result<Vec<quota::Model>> {
    let mut quotas = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let chunk = quota::Entity::find().filter(quota::Column::Id.is_in(ids.iter().copied()));
        quotas.extend(chunk.order_by_asc(quota::Column::Id).all(tx.db()).await?);
    }
    Ok(quotas)
}

/// The published quotas that a run gave to a workshop.
pub async fn list_published_quotas(tx: &UnitOfWork, run: RunId, workshop: WorkshopId) -> Result<Vec<quota::Model>> {
    let quotas = quota::Entity::find()
        .filter(quota::Column::RunId.eq(run))
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_asc(quota::Column::Id);
    Ok(quotas.all(tx.db()).await?)
}
