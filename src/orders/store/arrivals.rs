//! Queries of arrivals.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    buyers::buyer,
    orders::arrival,
    values::{ArrivalId, BuyerId, ZoneId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockType, OnConflict},
};

use crate::{
    orders::rules::Window,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        rows::insert_if_new,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Late arrivals of a cycle that are listed at most.
const MAX_LATE: u64 = 200;

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

/// Arrivals of a buyer with these references, their rows locked for change.
pub async fn lock_by_reference(tx: &UnitOfWork, buyer: BuyerId, references: &[String]) -> Result<Vec<arrival::Model>> {
    let mut references = references.to_vec();
    references.sort_unstable();
    let mut found = Vec::new();
    for references in references.chunks(ROWS_PER_INSERT) {
        let some = arrival::Entity::find()
            .filter(arrival::Column::BuyerId.eq(buyer))
            .filter(arrival::Column::Reference.is_in(references.iter().cloned()))
            .order_by_asc(arrival::Column::Reference)
            .lock(LockType::Update);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Arrivals of a buyer from a day on that are not cancelled and have none of these references, their rows locked for
/// change.
pub async fn lock_absent(
    tx: &UnitOfWork,
    buyer: BuyerId,
    from: NaiveDate,
    references: &[String],
) -> Result<Vec<arrival::Model>> {
    let listed: HashSet<&String> = references.iter().collect();
    let found = arrival::Entity::find()
        .filter(arrival::Column::BuyerId.eq(buyer))
        .filter(arrival::Column::Date.gte(from))
        .filter(arrival::Column::CancelledAt.is_null())
        .order_by_asc(arrival::Column::Reference)
        .lock(LockType::Update);
    let found = found.all(tx.db()).await?;
    Ok(found.into_iter().filter(|arrival| !listed.contains(&arrival.reference)).collect())
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

/// The references of a buyer's arrivals from a day on that are not cancelled.
pub async fn list_expected_references(tx: &UnitOfWork, buyer: BuyerId, from: NaiveDate) -> Result<HashSet<String>> {
    let found = arrival::Entity::find()
        .select_only()
        .column(arrival::Column::Reference)
        .filter(arrival::Column::BuyerId.eq(buyer))
        .filter(arrival::Column::Date.gte(from))
        .filter(arrival::Column::CancelledAt.is_null());
    Ok(found.into_tuple().all(tx.db()).await?.into_iter().collect())
}

/// Arrivals of a cycle's days, of the buyers of its zone, that were changed when it took no more orders, by date.
pub async fn list_late(
    tx: &UnitOfWork,
    zone: ZoneId,
    window: Window,
    closed_at: DateTime<Utc>,
) -> Result<Vec<arrival::Model>> {
    Ok(arrival::Entity::find()
        .inner_join(buyer::Entity)
        .filter(buyer::Column::ZoneId.eq(zone))
        .filter(arrival::Column::Date.gte(window.from))
        .filter(arrival::Column::Date.lt(window.until))
        .filter(arrival::Column::ChangedAt.gte(closed_at))
        .order_by_asc(arrival::Column::Date)
        .order_by_asc(arrival::Column::Id)
        .limit(MAX_LATE)
        .all(tx.db())
        .await?)
}

/// Stores a new arrival; `false` where the buyer has one with its reference.
pub async fn insert(tx: &UnitOfWork, row: &arrival::Model) -> Result<bool> {
    insert_if_new(tx, row.clone()).await
}

/// Stores new arrivals, by reference; one whose reference the buyer has stays as it is.
pub async fn insert_missing(tx: &UnitOfWork, rows: &[arrival::Model]) -> Result<()> {
    let mut rows: Vec<arrival::Model> = rows.to_vec();
    rows.sort_by(|a, b| a.reference.cmp(&b.reference));
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        arrival::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([arrival::Column::BuyerId, arrival::Column::Reference])
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Stores a changed arrival.
pub async fn update(tx: &UnitOfWork, row: arrival::ActiveModel) -> Result<arrival::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Stores many changed arrivals, whose rows the caller has locked.
pub async fn upsert(tx: &UnitOfWork, rows: Vec<arrival::Model>) -> Result<()> {
    use arrival::Column;
    let changed =
        [Column::Date, Column::Guests, Column::Source, Column::CancelledAt, Column::ChangedAt, Column::Version];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        arrival::Entity::insert_many(rows).on_conflict(conflict.clone()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}
