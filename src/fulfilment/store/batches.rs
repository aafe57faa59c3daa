//! Batches.

use std::collections::HashMap;

use entities::{
    allocation::quota,
    fulfilment::batch,
    values::{BatchId, CycleId, QuotaId, UnitId},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};

use super::receipts;
use crate::platform::{
    http::problem::{Answer, Problem},
    work::Work,
};

/// One batch, or 404.
pub async fn batch(work: &Work, id: BatchId) -> Answer<batch::Model> {
    batch::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("batch"))
}

/// The batch with this code, as a jar says it; or 404.
pub async fn by_code(work: &Work, code: &str) -> Answer<batch::Model> {
    let found = batch::Entity::find().filter(batch::Column::Code.eq(code));
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("batch"))
}

/// Stores a new batch.
pub async fn insert(work: &Work, row: batch::Model) -> Answer<()> {
    batch::Entity::insert(batch::ActiveModel::from(row)).exec_without_returning(work.db()).await?;
    Ok(())
}

/// The batches with these ids.
pub async fn batches(work: &Work, ids: &[BatchId]) -> Answer<HashMap<BatchId, batch::Model>> {
    let found = batch::Entity::find().filter(batch::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(work.db()).await?.into_iter().map(|b| (b.id, b)).collect())
}

/// Batches made for these quotas, oldest first.
pub async fn of_quotas(work: &Work, quotas: &[QuotaId]) -> Answer<Vec<batch::Model>> {
    let found = batch::Entity::find()
        .filter(batch::Column::QuotaId.is_in(quotas.iter().copied()))
        .order_by_asc(batch::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Batches made for the quotas of a cycle, oldest first.
pub async fn for_cycle(work: &Work, cycle: CycleId) -> Answer<Vec<batch::Model>> {
    let of_quota: RelationDef =
        batch::Entity::belongs_to(quota::Entity).from(batch::Column::QuotaId).to(quota::Column::Id).into();
    let found = batch::Entity::find()
        .join(JoinType::InnerJoin, of_quota)
        .filter(quota::Column::CycleId.eq(cycle))
        .order_by_asc(batch::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// A page of the batches of these units, newest first.
pub async fn page(work: &Work, units: &[UnitId], after: Option<BatchId>, fetch: u64) -> Answer<Vec<batch::Model>> {
    let mut found = batch::Entity::find()
        .filter(batch::Column::UnitId.is_in(units.iter().copied()))
        .order_by_desc(batch::Column::Id)
        .limit(fetch);
    if let Some(after) = after {
        found = found.filter(batch::Column::Id.lt(after));
    }
    Ok(found.all(work.db()).await?)
}

/// Batches of which something was accepted in a cycle, with the units accepted.
pub async fn accepted_in_cycle(work: &Work, cycle: CycleId) -> Answer<Vec<(batch::Model, i64)>> {
    let units = receipts::accepted_by_batch(work, cycle).await?;
    let ids: Vec<BatchId> = units.keys().copied().collect();
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(crate::platform::work::ROWS_PER_INSERT) {
        found.extend(batches(work, chunk).await?.into_values());
    }
    Ok(found
        .into_iter()
        .map(|b| {
            let accepted = units.get(&b.id).copied().unwrap_or(0);
            (b, accepted)
        })
        .collect())
}
