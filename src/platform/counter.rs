//! Counters without gaps: one row per series, locked until the transaction ends. The numbers of a transaction that rolls
//! back are used by the next one; concurrent transactions wait.

use entities::platform::counter;
use sea_orm::{
    ActiveValue::Set,
    EntityTrait, ExprTrait,
    sea_query::{Expr, OnConflict},
};

use super::{http::problem::Result, unit_of_work::UnitOfWork};

/// The next number of the series `name`, from 1 on.
pub async fn next(tx: &UnitOfWork, name: &str) -> Result<i64> {
    take(tx, name, 1).await
}

/// The first of the next `count` numbers of the series `name`. The caller must use all of them, in order.
pub async fn take(tx: &UnitOfWork, name: &str, count: i64) -> Result<i64> {
    let first = counter::ActiveModel { name: Set(name.to_owned()), next: Set(FIRST + count) };
    let stored = Expr::col((counter::Entity, counter::Column::Next));
    let row = counter::Entity::insert(first)
        .on_conflict(
            OnConflict::column(counter::Column::Name).value(counter::Column::Next, stored.add(count)).to_owned(),
        )
        .exec_with_returning(tx.db())
        .await?;
    Ok(row.next - count)
}

/// Waits for the lock `name` and holds it until the transaction ends: for rules about rows that do not exist yet, which
/// no row lock can protect.
pub async fn hold(tx: &UnitOfWork, name: &str) -> Result<()> {
    let first = counter::ActiveModel { name: Set(name.to_owned()), next: Set(FIRST) };
    let stored = Expr::col((counter::Entity, counter::Column::Next));
    counter::Entity::insert(first)
        .on_conflict(OnConflict::column(counter::Column::Name).value(counter::Column::Next, stored).to_owned())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

const FIRST: i64 = 1;
