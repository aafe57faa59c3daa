//! Batches.

use std::collections::HashMap;

use entities::{
    allocation::quota,
    fulfilment::batch,
    values::{BatchId, CycleId, QuotaId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};

use super::receipts;
use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// One batch, or 404.
pub async fn batch(tx: &UnitOfWork, id: BatchId) -> Result<batch::Model> {
    batch::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("batch"))
}

/// The batch with this code, as a jar says it; or 404.
pub async fn by_code(tx: &UnitOfWork, code: &str) -> Result<batch::Model> {
    let found = batch::Entity::find().filter(batch::Column::Code.eq(code));
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("batch"))
}

/// Stores a new batch.
pub async fn insert(tx: &UnitOfWork, row: batch::Model) -> Result<()> {
    batch::Entity::insert(batch::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The batches with these ids.
pub async fn batches(tx: &UnitOfWork, ids: &[BatchId]) -> Result<HashMap<BatchId, batch::Model>> {
    let found = batch::Entity::find().filter(batch::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|b| (b.id, b)).collect())
}

/// Batches made for these quotas, oldest first.
pub async fn of_quotas(tx: &UnitOfWork, quotas: &[QuotaId]) -> Result<Vec<batch::Model>> {
    let found = batch::Entity::find()
        .filter(batch::Column::QuotaId.is_in(quotas.iter().copied()))
        .order_by_asc(batch::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Batches made for the quotas of a cycle, oldest first.
pub async fn for_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<batch::Model>> {
    let of_quota: RelationDef =
        batch::Entity::belongs_to(quota::Entity).from(batch::Column::QuotaId).to(quota::Column::Id).into();
    let found = batch::Entity::find()
        .join(JoinType::InnerJoin, of_quota)
        .filter(quota::Column::CycleId.eq(cycle))
        .order_by_asc(batch::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// A page of the batches of these workshops, newest first.
pub async fn page(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    after: Option<BatchId>,
    fetch: u64,
) -> Result<Vec<batch::Model>> {
    let mut found = batch::Entity::find()
        .filter(batch::Column::WorkshopId.is_in(workshops.iter().copied()))
        .order_by_desc(batch::Column::Id)
        .limit(fetch);
    if let Some(after) = after {
        found = found.filter(batch::Column::Id.lt(after));
    }
    Ok(found.all(tx.db()).await?)
}

/// Batches of which something was accepted in a cycle, with the units accepted.
pub async fn accepted_in_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<(batch::Model, i64)>> {
    let units = receipts::accepted_by_batch(tx, cycle).await?;
    let ids: Vec<BatchId> = units.keys().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::platform::unit_of_work::ROWS_PER_INSERT) {
        found.extend(batches(tx, chunk).await?.into_values());
    }
    Ok(found
        .into_iter()
        .map(|b| {
            let accepted = units.get(&b.id).copied().unwrap_or(0);
            (b, accepted)
        })
        .collect())
}
