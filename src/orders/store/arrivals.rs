//! Queries of arrivals.

use chrono::NaiveDate;
use entities::{
    orders::arrival,
    values::{ArrivalId, BuyerId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{LockType, OnConflict},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A page of a buyer's arrivals from a day on, by day.
pub async fn list(
    tx: &UnitOfWork,
    buyer: BuyerId,
    from: NaiveDate,
    page: &PageRequest,
) -> Result<Rows<arrival::Model>> {
    let found =
        arrival::Entity::find().filter(arrival::Column::BuyerId.eq(buyer)).filter(arrival::Column::Date.gte(from));
    let mut found = found.cursor_by((arrival::Column::Date, arrival::Column::Id));
    page.select(tx.db(), found.asc(), |arrival| (arrival.date, arrival.id)).await
}

/// The arrival of this buyer, its row locked for change; or 404.
pub async fn lock(tx: &UnitOfWork, buyer: BuyerId, id: ArrivalId) -> Result<arrival::Model> {
    let found = arrival::Entity::find_by_id(id).filter(arrival::Column::BuyerId.eq(buyer)).lock(LockType::Update);
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("arrival"))
}

/// Arrivals of a buyer with these references.
pub async fn list_by_reference(tx: &UnitOfWork, buyer: BuyerId, references: &[String]) -> Result<Vec<arrival::Model>> {
    let mut found = Vec::new();
    for references in references.chunks(ROWS_PER_INSERT) {
        let some = arrival::Entity::find()
            .filter(arrival::Column::BuyerId.eq(buyer))
            .filter(arrival::Column::Reference.is_in(references.iter().cloned()));
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Arrivals of these buyers from `from` to before `until`, without cancelled ones.
pub async fn list_expected(
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

/// Inserts or updates many arrivals by their id.
pub async fn upsert(tx: &UnitOfWork, rows: Vec<arrival::ActiveModel>) -> Result<()> {
    use arrival::Column;
    let changed = [Column::Date, Column::Guests, Column::Source, Column::CancelledAt, Column::Version];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    // A row that exists is inserted whole, because the conflict clause reads its new values from the insert.
    let rows: Vec<_> = rows.into_iter().map(ActiveModelTrait::reset_all).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        arrival::Entity::insert_many(rows.to_vec())
            .on_conflict(conflict.clone())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}
