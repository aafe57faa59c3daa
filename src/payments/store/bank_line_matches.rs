//! Queries of the matches of bank lines.

use std::collections::HashMap;

use entities::{
    payments::bank_line_match,
    values::{AdjustmentId, BankLineId, BankLineMatchId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::platform::{
    http::problem::{Problem, Result},
    rows::insert_if_new,
    unit_of_work::UnitOfWork,
};

/// One match, undone or not.
///
/// # Errors
/// 404.
pub async fn get_match(tx: &UnitOfWork, id: BankLineMatchId) -> Result<bank_line_match::Model> {
    let found = bank_line_match::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("bank_line_match"))
}

/// The match of a bank line that is not undone. The lock of the line protects it.
pub async fn find_live_match(tx: &UnitOfWork, line: BankLineId) -> Result<Option<bank_line_match::Model>> {
    let found = bank_line_match::Entity::find()
        .filter(bank_line_match::Column::BankLineId.eq(line))
        .filter(bank_line_match::Column::UndoneAt.is_null());
    Ok(found.one(tx.db()).await?)
}

/// The matches of these bank lines that are not undone.
pub async fn list_live_matches(
    tx: &UnitOfWork,
    lines: &[BankLineId],
) -> Result<HashMap<BankLineId, bank_line_match::Model>> {
    let found = bank_line_match::Entity::find()
        .filter(bank_line_match::Column::BankLineId.is_in(lines.iter().copied()))
        .filter(bank_line_match::Column::UndoneAt.is_null());
    Ok(found.all(tx.db()).await?.into_iter().map(|row| (row.bank_line_id, row)).collect())
}

/// The match of an advance that is not undone.
pub async fn find_match_of_advance(tx: &UnitOfWork, id: AdjustmentId) -> Result<Option<bank_line_match::Model>> {
    let found = bank_line_match::Entity::find()
        .filter(bank_line_match::Column::AdjustmentId.eq(id))
        .filter(bank_line_match::Column::UndoneAt.is_null());
    Ok(found.one(tx.db()).await?)
}

/// Stores a match. Returns `false` where its payment, payout, refund or advance has a bank line already.
pub async fn insert_match(tx: &UnitOfWork, row: bank_line_match::Model) -> Result<bool> {
    insert_if_new(tx, row).await
}

/// Records that a match was undone. Returns `false` where it was undone before.
pub async fn update_undone(tx: &UnitOfWork, id: BankLineMatchId, reason: &str) -> Result<bool> {
    let update = bank_line_match::Entity::update_many()
        .col_expr(bank_line_match::Column::UndoneAt, Expr::value(Some(tx.now())))
        .col_expr(bank_line_match::Column::UndoneBy, Expr::value(tx.actor().person()))
        .col_expr(bank_line_match::Column::UndoReason, Expr::value(Some(reason)))
        .filter(bank_line_match::Column::Id.eq(id))
        .filter(bank_line_match::Column::UndoneAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(update.rows_affected == 1)
}
