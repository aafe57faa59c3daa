//! Queries of payout batches.

use entities::{
    settlement::payout_batch,
    values::{PayoutBatchId, PayoutState},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::UnitOfWork,
};

/// One batch.
///
/// # Errors
/// 404.
pub async fn get_batch(tx: &UnitOfWork, id: PayoutBatchId) -> Result<payout_batch::Model> {
    payout_batch::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(not_found)
}

/// One batch, its row locked for update. It protects the states of its payouts too.
///
/// # Errors
/// 404.
pub async fn lock_batch(tx: &UnitOfWork, id: PayoutBatchId) -> Result<payout_batch::Model> {
    payout_batch::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?.ok_or_else(not_found)
}

/// Batches, newest first.
pub async fn list_batches(tx: &UnitOfWork, page: &PageRequest) -> Result<Rows<payout_batch::Model>> {
    let mut batches = payout_batch::Entity::find().cursor_by(payout_batch::Column::Id);
    page.select(tx.db(), batches.desc(), |batch| batch.id).await
}

/// Stores a new batch.
pub async fn insert_batch(tx: &UnitOfWork, row: payout_batch::Model) -> Result<()> {
    payout_batch::Entity::insert(payout_batch::ActiveModel::from(row)).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores a changed batch.
pub async fn update_batch(tx: &UnitOfWork, row: payout_batch::Model) -> Result<()> {
    payout_batch::Entity::update(payout_batch::ActiveModel::from(row).reset_all()).exec(tx.db()).await?;
    Ok(())
}

fn not_found() -> Problem {
    Problem::not_found("payout_batch")
}

/// Batches that wait for their approval, oldest first.
pub async fn list_prepared_batches(tx: &UnitOfWork) -> Result<Vec<payout_batch::Model>> {
    let found = payout_batch::Entity::find()
        .filter(payout_batch::Column::State.eq(PayoutState::Prepared))
        .order_by_asc(payout_batch::Column::Number);
    Ok(found.all(tx.db()).await?)
}
