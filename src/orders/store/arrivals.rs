//! Arrivals of guests.

use chrono::NaiveDate;
use entities::{
    orders::arrival,
    values::{ArrivalId, BuyerId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A page of a buyer's arrivals from a day on, by day.
pub async fn page(
    tx: &UnitOfWork,
    buyer: BuyerId,
    from: NaiveDate,
    after: Option<(NaiveDate, ArrivalId)>,
    fetch: u64,
) -> Result<Vec<arrival::Model>> {
    use arrival::Column;
    let mut query = arrival::Entity::find()
        .filter(Column::BuyerId.eq(buyer))
        .filter(Column::Date.gte(from))
        .order_by_asc(Column::Date)
        .order_by_asc(Column::Id)
        .limit(fetch);
    if let Some((date, id)) = after {
        query = query.filter(
            Expr::col(Column::Date).gt(date).or(Expr::col(Column::Date).eq(date).and(Expr::col(Column::Id).gt(id))),
        );
    }
    Ok(query.all(tx.db()).await?)
}

/// The arrival of this buyer, locked for change, or 404.
pub async fn lock(tx: &UnitOfWork, buyer: BuyerId, id: ArrivalId) -> Result<arrival::Model> {
    let mut query = arrival::Entity::find_by_id(id).filter(arrival::Column::BuyerId.eq(buyer));
    if tx.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(tx.db()).await?.ok_or_else(|| Problem::not_found("arrival"))
}

/// Arrivals of a buyer with these references.
pub async fn by_references(tx: &UnitOfWork, buyer: BuyerId, references: &[String]) -> Result<Vec<arrival::Model>> {
    let mut found = Vec::new();
    for references in references.chunks(ROWS_PER_INSERT) {
        let some = arrival::Entity::find()
            .filter(arrival::Column::BuyerId.eq(buyer))
            .filter(arrival::Column::Reference.is_in(references.iter().cloned()));
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Guests that come to these buyers from `from` to before `until`.
pub async fn expected(
    tx: &UnitOfWork,
    buyers: &[BuyerId],
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<arrival::Model>> {
    let mut found = Vec::new();
    for buyers in buyers.chunks(ROWS_PER_INSERT) {
        let some = arrival::Entity::find()
            .filter(arrival::Column::BuyerId.is_in(buyers.iter().copied()))
            .filter(arrival::Column::Date.gte(from))
            .filter(arrival::Column::Date.lt(until))
            .filter(arrival::Column::CancelledAt.is_null());
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Stores a new arrival.
pub async fn insert(tx: &UnitOfWork, row: arrival::ActiveModel) -> Result<arrival::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed arrival.
pub async fn update(tx: &UnitOfWork, row: arrival::ActiveModel) -> Result<arrival::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Stores many arrivals, new and changed.
pub async fn put(tx: &UnitOfWork, rows: Vec<arrival::ActiveModel>) -> Result<()> {
    use arrival::Column;
    let changed = [Column::Date, Column::Guests, Column::Source, Column::CancelledAt, Column::Version];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        arrival::Entity::insert_many(rows.to_vec())
            .on_conflict(conflict.clone())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
