//! Queries of payouts.

use entities::{
    settlement::{payout, payout_account, payout_batch, statement},
    values::{PayoutBatchId, PayoutId, StatementState},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict, Query},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::UnitOfWork,
};

/// Issued statements that are in no live payout, by workshop and number.
pub async fn unpaid_statements(tx: &UnitOfWork) -> Result<Vec<statement::Model>> {
    let live = Query::select()
        .column(payout::Column::LiveStatement)
        .from(payout::Entity)
        .and_where(payout::Column::LiveStatement.is_not_null())
        .to_owned();
    let select = statement::Entity::find()
        .filter(statement::Column::State.eq(StatementState::Issued))
        .filter(statement::Column::Id.not_in_subquery(live))
        .order_by_asc(statement::Column::Number);
    Ok(select.all(tx.db()).await?)
}

/// A batch, its row locked.
pub async fn lock_batch(tx: &UnitOfWork, id: PayoutBatchId) -> Result<payout_batch::Model> {
    let mut select = payout_batch::Entity::find_by_id(id);
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        select = select.lock(LockType::Update);
    }
    select.one(tx.db()).await?.ok_or_else(|| Problem::not_found("payout_batch"))
}

/// Batches, newest first, before `before`.
pub async fn batches(tx: &UnitOfWork, before: Option<PayoutBatchId>, limit: u64) -> Result<Vec<payout_batch::Model>> {
    let mut select = payout_batch::Entity::find().order_by_desc(payout_batch::Column::Id);
    if let Some(before) = before {
        select = select.filter(payout_batch::Column::Id.lt(before));
    }
    Ok(select.limit(limit).all(tx.db()).await?)
}

/// The payouts of a batch, in the order of their statements.
pub async fn payouts(tx: &UnitOfWork, batch: PayoutBatchId) -> Result<Vec<payout::Model>> {
    let select = payout::Entity::find().filter(payout::Column::BatchId.eq(batch)).order_by_asc(payout::Column::Id);
    Ok(select.all(tx.db()).await?)
}

/// One payout.
pub async fn payout(tx: &UnitOfWork, id: PayoutId) -> Result<payout::Model> {
    payout::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payout"))
}

/// The account that payouts are charged to.
pub async fn payout_account(tx: &UnitOfWork) -> Result<Option<payout_account::Model>> {
    Ok(payout_account::Entity::find_by_id(1).one(tx.db()).await?)
}

/// Stores the account that payouts are charged to, in place of the one before.
pub async fn put_payout_account(tx: &UnitOfWork, row: payout_account::ActiveModel) -> Result<payout_account::Model> {
    use payout_account::Column as C;
    let replace = OnConflict::column(C::Id)
        .update_columns([C::BankCode, C::AccountNumber, C::HolderName, C::HolderTaxId])
        .value(C::Version, Expr::col((payout_account::Entity, C::Version)).add(1))
        .to_owned();
    payout_account::Entity::insert(row).on_conflict(replace).exec_without_returning(tx.db()).await?;
    payout_account(tx).await?.ok_or_else(|| Problem::not_found("payout_account"))
}

/// One batch.
pub async fn batch(tx: &UnitOfWork, id: PayoutBatchId) -> Result<payout_batch::Model> {
    payout_batch::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("payout_batch"))
}
