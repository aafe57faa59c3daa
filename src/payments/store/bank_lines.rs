//! Queries of bank lines.

use std::collections::HashSet;

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

/// Those of these import keys that are stored already.
pub async fn list_known_import_keys(tx: &UnitOfWork, keys: &[String]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for chunk in keys.chunks(ROWS_PER_INSERT) {
        let found = bank_line::Entity::find()
            .select_only()
            .column(bank_line::Column::ImportKey)
            .filter(bank_line::Column::ImportKey.is_in(chunk.iter().map(String::as_str)))
            .into_tuple::<String>();
        known.extend(found.all(tx.db()).await?);
    }
    Ok(known)
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
