//! Queries of batches.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entities::{
    allocation::quota,
    catalogue::product,
    cycles::cycle,
    fulfilment::{batch, goods_receipt},
    values::{BatchId, CycleId, QuotaId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    catalogue,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A batch and its product.
#[derive(Clone, Debug)]
pub struct BatchOfProduct {
    /// The batch.
    pub batch: batch::Model,
    /// Its product as the cycle agreed on it.
    pub product: product::Model,
}

/// A batch of which units were accepted.
#[derive(Clone, Debug)]
pub struct AcceptedBatch {
    /// The batch.
    pub batch: batch::Model,
    /// Units accepted.
    pub units: i64,
}

/// One batch, or 404.
pub async fn get_batch(tx: &UnitOfWork, id: BatchId) -> Result<batch::Model> {
    batch::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("batch"))
}

/// The batch with this code and its product, or 404.
pub async fn get_batch_by_code(tx: &UnitOfWork, code: &str) -> Result<BatchOfProduct> {
    let found = batch::Entity::find().filter(batch::Column::Code.eq(code)).one(tx.db()).await?;
    let batch = found.ok_or_else(|| Problem::not_found("batch"))?;
    with_products(tx, vec![batch]).await?.pop().ok_or_else(|| Problem::not_found("batch"))
}

/// A page of the batches of these workshops with their products, newest first.
pub async fn list_batches(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    page: &PageRequest,
) -> Result<Rows<BatchOfProduct>> {
    let found = batch::Entity::find().filter(batch::Column::WorkshopId.is_in(workshops.iter().copied()));
    let mut rows = page.select(tx.db(), found.cursor_by(batch::Column::Id).desc(), |batch| batch.id).await?;
    let batches = with_products(tx, std::mem::take(&mut rows.items)).await?;
    Ok(rows.with_items(batches))
}

/// Batches made for the quotas of a cycle, with their products, oldest first.
pub async fn list_batches_of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<BatchOfProduct>> {
    let found = batch::Entity::find()
        .inner_join(quota::Entity)
        .filter(quota::Column::CycleId.eq(cycle))
        .order_by_asc(batch::Column::Id);
    with_products(tx, found.all(tx.db()).await?).await
}

/// Batches made for these quotas, oldest first.
pub async fn list_batches_of_quotas(tx: &UnitOfWork, quotas: &[QuotaId]) -> Result<Vec<batch::Model>> {
    let found = batch::Entity::find()
        .filter(batch::Column::QuotaId.is_in(quotas.iter().copied()))
        .order_by_asc(batch::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Batches of which units were accepted in a cycle.
pub async fn list_accepted_batches(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<AcceptedBatch>> {
    let found = goods_receipt::Entity::find()
        .filter(goods_receipt::Column::CycleId.eq(cycle))
        .filter(goods_receipt::Column::Accepted.gt(0))
        .filter(goods_receipt::Column::CancelledAt.is_null())
        .find_also_related(batch::Entity);
    let mut accepted: BTreeMap<BatchId, AcceptedBatch> = BTreeMap::new();
    for (receipt, batch) in found.all(tx.db()).await? {
        let batch = batch.ok_or_else(|| Problem::missing_reference("batch of the goods receipt", receipt.id))?;
        accepted.entry(batch.id).or_insert(AcceptedBatch { batch, units: 0 }).units += receipt.accepted;
    }
    Ok(accepted.into_values().collect())
}

/// Inserts a batch.
pub async fn insert_batch(tx: &UnitOfWork, row: batch::Model) -> Result<()> {
    batch::Entity::insert(batch::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

async fn with_products(tx: &UnitOfWork, batches: Vec<batch::Model>) -> Result<Vec<BatchOfProduct>> {
    let products = load_products_of_batches(tx, &batches).await?;
    Ok(batches.into_iter().zip(products).map(|(batch, product)| BatchOfProduct { batch, product }).collect())
}

/// The product of each of these batches, in the same order: as the cycle of its quota agreed on it, because that is what
/// was made. That of a batch without a quota is as it was when the batch was declared.
pub async fn load_products_of_batches(tx: &UnitOfWork, batches: &[batch::Model]) -> Result<Vec<product::Model>> {
    let ids: Vec<QuotaId> = batches.iter().filter_map(|batch| batch.quota_id).collect();
    let mut closed_at: HashMap<QuotaId, Option<DateTime<Utc>>> = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let found = quota::Entity::find().filter(quota::Column::Id.is_in(ids.iter().copied()));
        for (quota, cycle) in found.find_also_related(cycle::Entity).all(tx.db()).await? {
            closed_at.insert(quota.id, cycle.and_then(|cycle| cycle.closed_at));
        }
    }
    let agreed_at = |batch: &batch::Model| batch.quota_id.and_then(|id| closed_at.get(&id).copied().flatten());
    let wanted: Vec<_> =
        batches.iter().map(|batch| (batch.product_id, agreed_at(batch).unwrap_or(batch.created_at))).collect();
    catalogue::list_products_as_of(tx, &wanted).await
}
