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
    http::problem::{Answer, Problem},
    work::Work,
};

/// Issued statements that are in no live payout, by unit and number.
pub async fn unpaid_statements(work: &Work) -> Answer<Vec<statement::Model>> {
    let live = Query::select()
        .column(payout::Column::LiveStatement)
        .from(payout::Entity)
        .and_where(payout::Column::LiveStatement.is_not_null())
        .to_owned();
    let select = statement::Entity::find()
        .filter(statement::Column::State.eq(StatementState::Issued))
        .filter(statement::Column::Id.not_in_subquery(live))
        .order_by_asc(statement::Column::Number);
    Ok(select.all(work.db()).await?)
}

/// A batch, its row locked.
pub async fn lock_batch(work: &Work, id: PayoutBatchId) -> Answer<payout_batch::Model> {
    let mut select = payout_batch::Entity::find_by_id(id);
    if work.db().get_database_backend() == DatabaseBackend::Postgres {
        select = select.lock(LockType::Update);
    }
    select.one(work.db()).await?.ok_or_else(|| Problem::not_found("payout_batch"))
}

/// Batches, newest first, before `before`.
pub async fn batches(work: &Work, before: Option<PayoutBatchId>, limit: u64) -> Answer<Vec<payout_batch::Model>> {
    let mut select = payout_batch::Entity::find().order_by_desc(payout_batch::Column::Id);
    if let Some(before) = before {
        select = select.filter(payout_batch::Column::Id.lt(before));
    }
    Ok(select.limit(limit).all(work.db()).await?)
}

/// The payouts of a batch, in the order of their statements.
pub async fn payouts(work: &Work, batch: PayoutBatchId) -> Answer<Vec<payout::Model>> {
    let select = payout::Entity::find().filter(payout::Column::BatchId.eq(batch)).order_by_asc(payout::Column::Id);
    Ok(select.all(work.db()).await?)
}

/// One payout.
pub async fn payout(work: &Work, id: PayoutId) -> Answer<payout::Model> {
    payout::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("payout"))
}

/// The account that payouts are charged to.
pub async fn payout_account(work: &Work) -> Answer<Option<payout_account::Model>> {
    Ok(payout_account::Entity::find_by_id(1).one(work.db()).await?)
}

/// Stores the account that payouts are charged to, in place of the one before.
pub async fn put_payout_account(work: &Work, row: payout_account::ActiveModel) -> Answer<payout_account::Model> {
    use payout_account::Column as C;
    let replace = OnConflict::column(C::Id)
        .update_columns([C::BankCode, C::AccountNumber, C::HolderName, C::HolderTaxId])
        .value(C::Version, Expr::col((payout_account::Entity, C::Version)).add(1))
        .to_owned();
    payout_account::Entity::insert(row).on_conflict(replace).exec_without_returning(work.db()).await?;
    payout_account(work).await?.ok_or_else(|| Problem::not_found("payout_account"))
}

/// One batch.
pub async fn batch(work: &Work, id: PayoutBatchId) -> Answer<payout_batch::Model> {
    payout_batch::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("payout_batch"))
}
