//! Queries of bank lines.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entities::{
    payments::bank_line,
    values::{BankLineId, BankLineState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// One bank line.
///
/// # Errors
/// 404.
pub async fn get_bank_line(tx: &UnitOfWork, id: BankLineId) -> Result<bank_line::Model> {
    bank_line::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("bank_line"))
}

/// One bank line, its row locked for update.
///
/// # Errors
/// 404.
pub async fn lock_bank_line(tx: &UnitOfWork, id: BankLineId) -> Result<bank_line::Model> {
    let found = bank_line::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("bank_line"))
}

/// Bank lines, newest first; only those in `state`, if given.
pub async fn list_bank_lines(
    tx: &UnitOfWork,
    state: Option<BankLineState>,
    page: &PageRequest,
) -> Result<Rows<bank_line::Model>> {
    let mut lines = bank_line::Entity::find();
    if let Some(state) = state {
        lines = lines.filter(bank_line::Column::State.eq(state));
    }
    page.select(tx.db(), lines.cursor_by(bank_line::Column::Id).desc(), |line| line.id).await
}

/// Lines by their ids.
pub async fn map_bank_lines(tx: &UnitOfWork, ids: &[BankLineId]) -> Result<HashMap<BankLineId, bank_line::Model>> {
    let found = bank_line::Entity::find().filter(bank_line::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|line| (line.id, line)).collect())
}

/// The lines with one of these ids of the bank, and all lines between the first and the last of these days; the oldest
/// first.
pub async fn list_lines_of(
    tx: &UnitOfWork,
    bank_ids: &[&str],
    days: impl Iterator<Item = NaiveDate> + Clone,
) -> Result<Vec<bank_line::Model>> {
    let mut lines = BTreeMap::new();
    if let (Some(first), Some(last)) = (days.clone().min(), days.max()) {
        let found = bank_line::Entity::find().filter(bank_line::Column::BookedOn.between(first, last));
        lines.extend(found.all(tx.db()).await?.into_iter().map(|line| (line.id, line)));
    }
    for chunk in bank_ids.chunks(ROWS_PER_INSERT) {
        let found = bank_line::Entity::find().filter(bank_line::Column::BankId.is_in(chunk.iter().copied()));
        lines.extend(found.all(tx.db()).await?.into_iter().map(|line| (line.id, line)));
    }
    Ok(lines.into_values().collect())
}

/// Stores new bank lines.
pub async fn insert_bank_lines(tx: &UnitOfWork, lines: &[bank_line::Model]) -> Result<()> {
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(bank_line::ActiveModel::from);
        bank_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Stores the state of a locked bank line.
pub async fn update_state(tx: &UnitOfWork, id: BankLineId, state: BankLineState) -> Result<()> {
    bank_line::Entity::update_many()
        .col_expr(bank_line::Column::State, Expr::value(state))
        .col_expr(bank_line::Column::Version, Expr::col(bank_line::Column::Version).add(1))
        .filter(bank_line::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Stores the state of a locked bank line and the line that it is again.
pub async fn update_duplicate(
    tx: &UnitOfWork,
    id: BankLineId,
    state: BankLineState,
    duplicate_of: Option<BankLineId>,
) -> Result<()> {
    bank_line::Entity::update_many()
        .col_expr(bank_line::Column::State, Expr::value(state))
        .col_expr(bank_line::Column::DuplicateOf, Expr::value(duplicate_of))
        .col_expr(bank_line::Column::Version, Expr::col(bank_line::Column::Version).add(1))
        .filter(bank_line::Column::Id.eq(id))
        .exec(tx.db())
        .await?;
    Ok(())
}
