//! Queries of recalls.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    catalogue::product,
    fulfilment::{batch, delivery, delivery_line, recall, recalled_batch},
    members::workshop,
    values::{BatchId, BuyerId, DeliveryState, ProductId, RecallId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, LoaderTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, Query},
};

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

/// A recall with its product and workshop.
#[derive(Clone, Debug)]
pub struct RecallView {
    /// The recall.
    pub recall: recall::Model,
    /// The product as it was when the recall was opened.
    pub product: product::Model,
    /// The workshop that made it.
    pub workshop: workshop::Model,
}

/// Units of a recalled batch that left in a delivery.
#[derive(Clone, Debug)]
pub struct RecalledUnits {
    /// The delivery.
    pub delivery: delivery::Model,
    /// The line.
    pub line: delivery_line::Model,
    /// The batch.
    pub batch: batch::Model,
}

/// Batches of a workshop and product that are not blocked and may still be eaten.
pub async fn list_batches_to_block(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    product: ProductId,
    today: NaiveDate,
) -> Result<Vec<batch::Model>> {
    let found = batch::Entity::find()
        .filter(batch::Column::WorkshopId.eq(workshop))
        .filter(batch::Column::ProductId.eq(product))
        .filter(batch::Column::BlockedAt.is_null())
        .filter(batch::Column::BestBefore.gte(today))
        .order_by_asc(batch::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Marks batches as blocked now and stores their recall.
pub async fn insert_recall(tx: &UnitOfWork, recall: recall::Model, batches: &[BatchId]) -> Result<()> {
    let recall_id = recall.id;
    recall::Entity::insert(recall.into_active_model()).exec_without_returning(tx.db()).await?;
    for chunk in batches.chunks(ROWS_PER_INSERT) {
        let row = |batch: &BatchId| recalled_batch::Model { batch_id: *batch, recall_id }.into_active_model();
        recalled_batch::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(tx.db()).await?;
        batch::Entity::update_many()
            .col_expr(batch::Column::BlockedAt, Expr::value(Some(tx.now())))
            .filter(batch::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// One recall, its row locked for change; or 404.
pub async fn lock_recall(tx: &UnitOfWork, id: RecallId) -> Result<recall::Model> {
    let found = recall::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("recall"))
}

/// Stores a changed recall.
pub async fn update_recall(tx: &UnitOfWork, row: recall::ActiveModel) -> Result<()> {
    recall::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// Marks the batches of a recall as not blocked, unless another recall that stands blocks them too.
pub async fn unblock_batches(tx: &UnitOfWork, id: RecallId) -> Result<()> {
    let standing = Query::select()
        .column((recalled_batch::Entity, recalled_batch::Column::BatchId))
        .from(recalled_batch::Entity)
        .inner_join(
            recall::Entity,
            Expr::col((recall::Entity, recall::Column::Id))
                .equals((recalled_batch::Entity, recalled_batch::Column::RecallId)),
        )
        .and_where(recall::Column::LiftedAt.is_null())
        .and_where(recall::Column::Id.ne(id))
        .to_owned();
    let batches: Vec<BatchId> = list_recalled_batches(tx, id).await?.into_iter().map(|batch| batch.id).collect();
    for chunk in batches.chunks(ROWS_PER_INSERT) {
        batch::Entity::update_many()
            .col_expr(batch::Column::BlockedAt, Expr::value(Option::<DateTime<Utc>>::None))
            .filter(batch::Column::Id.is_in(chunk.iter().copied()))
            .filter(batch::Column::Id.not_in_subquery(standing.clone()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// One recall, or 404.
pub async fn get_recall(tx: &UnitOfWork, id: RecallId) -> Result<RecallView> {
    let found = recall::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("recall"))?;
    load_views(tx, vec![found]).await?.into_iter().next().ok_or_else(|| Problem::not_found("recall"))
}

/// A page of recalls, newest first.
pub async fn list_recalls(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<RecallView>> {
    let mut found = recall::Entity::find().cursor_by(recall::Column::Id);
    let mut rows = page.select(tx.db(), found.desc(), |recall| recall.id).await?;
    let views = load_views(tx, std::mem::take(&mut rows.items)).await?;
    Ok(rows.with_items(views))
}

/// The batches of a recall, oldest first.
pub async fn list_recalled_batches(tx: &UnitOfWork, recall: RecallId) -> Result<Vec<batch::Model>> {
    let found = recalled_batch::Entity::find()
        .filter(recalled_batch::Column::RecallId.eq(recall))
        .order_by_asc(recalled_batch::Column::BatchId)
        .find_also_related(batch::Entity);
    let batches = found
        .all(tx.db())
        .await?
        .into_iter()
        .map(|(row, batch)| batch.ok_or_else(|| Problem::missing_reference("batch", row.batch_id)));
    batches.collect()
}

/// What left of the batches of a recall and is with a buyer or on its way, of one buyer where given.
pub async fn list_recalled_units(
    tx: &UnitOfWork,
    recall: RecallId,
    buyer: Option<BuyerId>,
) -> Result<Vec<RecalledUnits>> {
    let batches = list_recalled_batches(tx, recall).await?;
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::BatchId.is_in(batches.iter().map(|batch| batch.id)))
        .order_by_asc(delivery_line::Column::Id)
        .find_also_related(delivery::Entity)
        .all(tx.db())
        .await?;
    let mut units = Vec::new();
    for (line, delivery) in found {
        let delivery = delivery.ok_or_else(|| Problem::missing_reference("delivery", line.delivery_id))?;
        let has_left = matches!(delivery.state, DeliveryState::Dispatched | DeliveryState::Confirmed);
        if !has_left || buyer.is_some_and(|buyer| buyer != delivery.buyer_id) {
            continue;
        }
        let batch = batches.iter().find(|batch| batch.id == line.batch_id).cloned();
        let batch = batch.ok_or_else(|| Problem::missing_reference("batch", line.batch_id))?;
        units.push(RecalledUnits { delivery, line, batch });
    }
    Ok(units)
}

async fn load_views(tx: &UnitOfWork, recalls: Vec<recall::Model>) -> Result<Vec<RecallView>> {
    let products: Vec<_> = recalls.iter().map(|recall| (recall.product_id, recall.opened_at)).collect();
    let products = catalogue::list_products_as_of(tx, &products).await?;
    let workshops = recalls.load_one(workshop::Entity, tx.db()).await?;
    let views = recalls.into_iter().zip(products.into_iter().zip(workshops)).map(|(recall, (product, workshop))| {
        Ok(RecallView {
            product,
            workshop: workshop.ok_or_else(|| Problem::missing_reference("workshop", recall.workshop_id))?,
            recall,
        })
    });
    views.collect()
}
