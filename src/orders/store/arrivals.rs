//! Queries of arrivals.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    buyers::buyer,
    cycles::cycle,
    orders::{arrival, arrival_count},
    values::{ArrivalId, BuyerId, CycleId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict},
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

/// The arrivals of these buyers that the delivery of a cycle counts: those of its days, as they were at its cut-off.
pub async fn list_counted(
    tx: &UnitOfWork,
    cycle: CycleId,
    buyers: &[BuyerId],
    window: Window,
) -> Result<Vec<arrival::Model>> {
    let mut counted = list_expected(tx, buyers, window.from, window.until).await?;
    let mut late: HashMap<ArrivalId, arrival::Model> = HashMap::new();
    for buyers in buyers.chunks(ROWS_PER_INSERT) {
        let some = arrival_count::Entity::find()
            .find_also_related(arrival::Entity)
            .filter(arrival_count::Column::CycleId.eq(cycle))
            .filter(arrival::Column::BuyerId.is_in(buyers.iter().copied()));
        for (count, arrival) in some.all(tx.db()).await? {
            let as_counted =
                |arrival| arrival::Model { date: count.date, guests: count.guests, cancelled_at: None, ..arrival };
            late.extend(arrival.map(|arrival| (arrival.id, as_counted(arrival))));
        }
    }
    counted.retain(|arrival| !late.contains_key(&arrival.id));
    counted.extend(late.into_values().filter(|arrival| arrival.guests > 0));
    Ok(counted)
}

/// What closed deliveries count of these arrivals, where they were recorded, changed or cancelled too late.
pub async fn list_counts(tx: &UnitOfWork, arrivals: &[ArrivalId]) -> Result<Vec<arrival_count::Model>> {
    let mut found = Vec::new();
    for arrivals in arrivals.chunks(ROWS_PER_INSERT) {
        let some =
            arrival_count::Entity::find().filter(arrival_count::Column::ArrivalId.is_in(arrivals.iter().copied()));
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// An arrival and the guests of it that a closed delivery counts.
pub struct LateArrival {
    /// The arrival as it is now.
    pub arrival: arrival::Model,
    /// Guests of it that the delivery counts.
    pub counted_guests: i32,
}

/// Arrivals of which the delivery of a closed cycle counts other guests than are expected now, by date.
pub async fn list_late(tx: &UnitOfWork, cycle: &cycle::Model, window: Window) -> Result<Vec<LateArrival>> {
    let served = Condition::all()
        .add(arrival::Column::CancelledAt.is_null())
        .add(buyer::Column::ZoneId.eq(cycle.zone_id))
        .add(arrival::Column::Date.gte(window.from))
        .add(arrival::Column::Date.lt(window.until));
    let guests = Expr::case(served, arrival::Column::Guests.into_expr()).finally(0);
    let of_buyer = arrival::Entity::belongs_to(buyer::Entity).from(arrival::Column::BuyerId).to(buyer::Column::Id);
    let found = arrival_count::Entity::find()
        .find_also_related(arrival::Entity)
        .join(JoinType::InnerJoin, of_buyer.into())
        .filter(arrival_count::Column::CycleId.eq(cycle.id))
        .filter(arrival_count::Column::Guests.into_expr().ne(guests))
        .order_by_asc(arrival::Column::Date)
        .order_by_asc(arrival::Column::Id)
        .limit(MAX_LATE);
    let late =
        found.all(tx.db()).await?.into_iter().filter_map(|(count, arrival)| {
            arrival.map(|arrival| LateArrival { arrival, counted_guests: count.guests })
        });
    Ok(late.collect())
}

/// Stores what closed deliveries count of arrivals; what is stored of a delivery and an arrival stays.
pub async fn insert_missing_counts(tx: &UnitOfWork, rows: Vec<arrival_count::Model>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        arrival_count::Entity::insert_many(rows)
            .on_conflict_do_nothing_on([arrival_count::Column::ArrivalId, arrival_count::Column::CycleId])
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
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
