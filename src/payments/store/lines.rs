//! Bank lines.

use std::collections::HashSet;

use entities::{
    payments::bank_line,
    values::{BankLineId, BankLineState},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// One line, or 404.
pub async fn line(tx: &UnitOfWork, id: BankLineId) -> Result<bank_line::Model> {
    bank_line::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("bank line"))
}

/// Which of these keys are known.
pub async fn known_keys(tx: &UnitOfWork, keys: &[String]) -> Result<HashSet<String>> {
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

/// Stores new lines.
pub async fn insert(tx: &UnitOfWork, lines: &[bank_line::Model]) -> Result<()> {
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(bank_line::ActiveModel::from);
        bank_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Moves a line from one state to another; `false` where it is not in the first: somebody was faster.
pub async fn step(tx: &UnitOfWork, id: BankLineId, from: BankLineState, to: BankLineState) -> Result<bool> {
    let done = bank_line::Entity::update_many()
        .col_expr(bank_line::Column::State, Expr::value(to))
        .col_expr(bank_line::Column::Version, Expr::col(bank_line::Column::Version).add(1))
        .filter(bank_line::Column::Id.eq(id))
        .filter(bank_line::Column::State.eq(from))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// A page of the lines, of one state where given, newest first.
pub async fn page(
    tx: &UnitOfWork,
    state: Option<BankLineState>,
    after: Option<BankLineId>,
    fetch: u64,
) -> Result<Vec<bank_line::Model>> {
    let mut found = bank_line::Entity::find().order_by_desc(bank_line::Column::Id).limit(fetch);
    if let Some(state) = state {
        found = found.filter(bank_line::Column::State.eq(state));
    }
    if let Some(after) = after {
        found = found.filter(bank_line::Column::Id.lt(after));
    }
    Ok(found.all(tx.db()).await?)
}
