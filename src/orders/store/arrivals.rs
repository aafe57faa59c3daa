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
    http::problem::{Answer, Problem},
    work::{ROWS_PER_INSERT, Work},
};

/// A page of a buyer's arrivals from a day on, by day.
pub async fn page(
    work: &Work,
    buyer: BuyerId,
    from: NaiveDate,
    after: Option<(NaiveDate, ArrivalId)>,
    fetch: u64,
) -> Answer<Vec<arrival::Model>> {
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
    Ok(query.all(work.db()).await?)
}

/// The arrival of this buyer, locked for change, or 404.
pub async fn lock(work: &Work, buyer: BuyerId, id: ArrivalId) -> Answer<arrival::Model> {
    let mut query = arrival::Entity::find_by_id(id).filter(arrival::Column::BuyerId.eq(buyer));
    if work.db().get_database_backend() == DatabaseBackend::Postgres {
        query = query.lock(LockType::Update);
    }
    query.one(work.db()).await?.ok_or_else(|| Problem::not_found("arrival"))
}

/// Arrivals of a buyer with these references.
pub async fn by_references(work: &Work, buyer: BuyerId, references: &[String]) -> Answer<Vec<arrival::Model>> {
    let mut found = Vec::new();
    for references in references.chunks(ROWS_PER_INSERT) {
        let some = arrival::Entity::find()
            .filter(arrival::Column::BuyerId.eq(buyer))
            .filter(arrival::Column::Reference.is_in(references.iter().cloned()));
        found.extend(some.all(work.db()).await?);
    }
    Ok(found)
}

/// Guests that come to these buyers from `from` to before `until`.
pub async fn expected(
    work: &Work,
    buyers: &[BuyerId],
    from: NaiveDate,
    until: NaiveDate,
) -> Answer<Vec<arrival::Model>> {
    let mut found = Vec::new();
    for buyers in buyers.chunks(ROWS_PER_INSERT) {
        let some = arrival::Entity::find()
            .filter(arrival::Column::BuyerId.is_in(buyers.iter().copied()))
            .filter(arrival::Column::Date.gte(from))
            .filter(arrival::Column::Date.lt(until))
            .filter(arrival::Column::CancelledAt.is_null());
        found.extend(some.all(work.db()).await?);
    }
    Ok(found)
}

/// Stores a new arrival.
pub async fn insert(work: &Work, row: arrival::ActiveModel) -> Answer<arrival::Model> {
    Ok(row.insert(work.db()).await?)
}

/// Stores a changed arrival.
pub async fn update(work: &Work, row: arrival::ActiveModel) -> Answer<arrival::Model> {
    Ok(row.update(work.db()).await?)
}

/// Stores many arrivals, new and changed.
pub async fn put(work: &Work, rows: Vec<arrival::ActiveModel>) -> Answer<()> {
    use arrival::Column;
    let changed = [Column::Date, Column::Guests, Column::Source, Column::CancelledAt, Column::Version];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        arrival::Entity::insert_many(rows.to_vec())
            .on_conflict(conflict.clone())
            .exec_without_returning(work.db())
            .await?;
    }
    Ok(())
}
