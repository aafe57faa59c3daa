//! Queries of batches.

use std::collections::BTreeMap;

use entities::{
    allocation::quota,
    catalogue::product,
    fulfilment::{batch, goods_receipt},
    values::{BatchId, CycleId, QuotaId, WorkshopId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// A batch and its product.
#[derive(Clone, Debug)]
pub struct BatchOfProduct {
    /// The batch.
    pub batch: batch::Model,
    /// Its product.
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
    let found = batch::Entity::find().filter(batch::Column::Code.eq(code)).find_also_related(product::Entity);
    let row = found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("batch"))?;
    with_product(row)
}

/// A page of the batches of these workshops with their products, newest first.
pub async fn list_batches(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    page: &PageRequest,
) -> Result<Rows<BatchOfProduct>> {
    let found = batch::Entity::find()
        .filter(batch::Column::WorkshopId.is_in(workshops.iter().copied()))
        .find_also_related(product::Entity);
    let mut found = found.cursor_by(batch::Column::Id);
    page.select(tx.db(), found.desc(), |(batch, _)| batch.id).await?.try_map(with_product)
}

/// Batches made for the quotas of a cycle, with their products, oldest first.
pub async fn list_batches_of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<BatchOfProduct>> {
    let found = batch::Entity::find()
        .inner_join(quota::Entity)
        .filter(quota::Column::CycleId.eq(cycle))
        .find_also_related(product::Entity)
        .order_by_asc(batch::Column::Id);
    found.all(tx.db()).await?.into_iter().map(with_product).collect()
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

fn with_product((batch, product): (batch::Model, Option<product::Model>)) -> Result<BatchOfProduct> {
    let product = product.ok_or_else(|| Problem::missing_reference("product", batch.product_id))?;
    Ok(BatchOfProduct { batch, product })
}
