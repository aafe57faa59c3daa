//! Queries of the dates of standing orders.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entities::{
    orders::{occurrence, standing_order},
    values::{CycleId, OccurrenceId, OccurrenceReason, OccurrenceState, OrderId, StandingOrderId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use crate::{
    orders::rules::is_retried,
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::Result,
        },
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Occurrences of these standing orders from `from` to before `until`, by date.
pub async fn list_between(
    tx: &UnitOfWork,
    of: &[StandingOrderId],
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<occurrence::Model>> {
    let mut found = Vec::new();
    for of in of.chunks(ROWS_PER_INSERT) {
        let some = occurrence::Entity::find()
            .filter(occurrence::Column::StandingOrderId.is_in(of.iter().copied()))
            .filter(occurrence::Column::Date.gte(from))
            .filter(occurrence::Column::Date.lt(until))
            .order_by_asc(occurrence::Column::Date);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// A page of a standing order's occurrences, the latest date first.
pub async fn list(tx: &UnitOfWork, of: StandingOrderId, page: &PageRequest) -> Result<Rows<occurrence::Model>> {
    let found = occurrence::Entity::find().filter(occurrence::Column::StandingOrderId.eq(of));
    let mut found = found.cursor_by(occurrence::Column::Date);
    page.select(tx.db(), found.desc(), |occurrence| occurrence.date).await
}

/// The occurrence of a date, where there is a row for it.
pub async fn find(tx: &UnitOfWork, of: StandingOrderId, date: NaiveDate) -> Result<Option<occurrence::Model>> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::Date.eq(date))
        .one(tx.db())
        .await?)
}

/// Occurrences of a standing order in a cycle without an order, by date.
pub async fn list_open(tx: &UnitOfWork, of: StandingOrderId, cycle: CycleId) -> Result<Vec<occurrence::Model>> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::OrderId.is_null())
        .order_by_asc(occurrence::Column::Date)
        .all(tx.db())
        .await?)
}

/// Standing orders with a date in a cycle that was decided without an order and is tried again, by id.
pub async fn list_standing_orders_to_retry(tx: &UnitOfWork, cycle: CycleId) -> Result<BTreeSet<StandingOrderId>> {
    let decided = occurrence::Entity::find()
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::OrderId.is_null())
        .filter(occurrence::Column::State.is_in([OccurrenceState::Blocked, OccurrenceState::Skipped]));
    let rows = decided.all(tx.db()).await?.into_iter();
    Ok(rows.filter(|row| is_retried(row.state, row.reason)).map(|row| row.standing_order_id).collect())
}

/// Whether any occurrence of a cycle is undecided.
pub async fn has_due(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let due = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::Id)
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(OccurrenceState::Due))
        .limit(1);
    Ok(due.into_tuple::<OccurrenceId>().one(tx.db()).await?.is_some())
}

/// Standing orders with an undecided occurrence in a cycle.
pub async fn list_standing_orders_with_due(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<StandingOrderId>> {
    let due = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::StandingOrderId)
        .distinct()
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(OccurrenceState::Due))
        .order_by_asc(occurrence::Column::StandingOrderId);
    Ok(due.into_tuple().all(tx.db()).await?)
}

/// The number of occurrences of a cycle in a state.
pub async fn count(tx: &UnitOfWork, cycle: CycleId, state: OccurrenceState) -> Result<u64> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(state))
        .count(tx.db())
        .await?)
}

/// Occurrences of a cycle that were reduced, skipped or blocked, with their standing orders, by standing order and date.
pub async fn list_issues(
    tx: &UnitOfWork,
    cycle: CycleId,
) -> Result<Vec<(occurrence::Model, Option<standing_order::Model>)>> {
    Ok(occurrence::Entity::find()
        .find_also_related(standing_order::Entity)
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.is_not_in([OccurrenceState::Placed, OccurrenceState::Due]))
        .order_by_asc(occurrence::Column::StandingOrderId)
        .order_by_asc(occurrence::Column::Date)
        .all(tx.db())
        .await?)
}

/// Inserts occurrences; a date that has a row keeps it.
pub async fn insert_missing(tx: &UnitOfWork, rows: Vec<occurrence::ActiveModel>) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        occurrence::Entity::insert_many(rows.to_vec())
            .on_conflict_do_nothing_on([occurrence::Column::StandingOrderId, occurrence::Column::Date])
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(())
}

/// Sets the cycle of undecided occurrences.
pub async fn update_cycle(tx: &UnitOfWork, ids: &[OccurrenceId], cycle: CycleId) -> Result<()> {
    for ids in ids.chunks(ROWS_PER_INSERT) {
        occurrence::Entity::update_many()
            .col_expr(occurrence::Column::CycleId, Expr::value(Some(cycle)))
            .filter(occurrence::Column::Id.is_in(ids.iter().copied()))
            .filter(occurrence::Column::State.eq(OccurrenceState::Due))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// Stores the outcome of an occurrence that is still in the state `from`, decided now; `false` where it is not.
pub async fn update_outcome(
    tx: &UnitOfWork,
    id: OccurrenceId,
    from: OccurrenceState,
    (state, reason): (OccurrenceState, Option<OccurrenceReason>),
    order: Option<OrderId>,
) -> Result<bool> {
    let updated = occurrence::Entity::update_many()
        .col_expr(occurrence::Column::State, Expr::value(state))
        .col_expr(occurrence::Column::Reason, Expr::value(reason))
        .col_expr(occurrence::Column::OrderId, Expr::value(order))
        .col_expr(occurrence::Column::DecidedAt, Expr::value(Some(tx.now())))
        .filter(occurrence::Column::Id.eq(id))
        .filter(occurrence::Column::State.eq(from))
        .exec(tx.db())
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Stores a new occurrence.
pub async fn insert(tx: &UnitOfWork, row: occurrence::ActiveModel) -> Result<occurrence::Model> {
    Ok(row.insert(tx.db()).await?)
}

/// Stores a changed occurrence.
pub async fn update(tx: &UnitOfWork, row: occurrence::ActiveModel) -> Result<occurrence::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Occurrences of a standing order from a day on, by date.
pub async fn list_from(tx: &UnitOfWork, of: StandingOrderId, from: NaiveDate) -> Result<Vec<occurrence::Model>> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::Date.gte(from))
        .order_by_asc(occurrence::Column::Date)
        .all(tx.db())
        .await?)
}

/// Whether any occurrence of a standing order is undecided.
pub async fn has_due_of(tx: &UnitOfWork, of: StandingOrderId) -> Result<bool> {
    let due = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::Id)
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::State.eq(OccurrenceState::Due))
        .limit(1);
    Ok(due.into_tuple::<OccurrenceId>().one(tx.db()).await?.is_some())
}

/// Deletes an occurrence.
pub async fn delete(tx: &UnitOfWork, id: OccurrenceId) -> Result<()> {
    occurrence::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

/// Deletes occurrences from `from` on that are due or skipped and not assigned to a cycle, except those on `kept` dates.
/// Called when the rule that they come from has changed.
pub async fn delete_undecided(tx: &UnitOfWork, of: StandingOrderId, from: NaiveDate, kept: &[NaiveDate]) -> Result<()> {
    let open = Condition::any()
        .add(occurrence::Column::State.eq(OccurrenceState::Due))
        .add(occurrence::Column::State.eq(OccurrenceState::Skipped));
    let mut query = occurrence::Entity::delete_many()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::Date.gte(from))
        .filter(occurrence::Column::CycleId.is_null())
        .filter(open);
    if !kept.is_empty() {
        query = query.filter(occurrence::Column::Date.is_not_in(kept.iter().copied()));
    }
    query.exec(tx.db()).await?;
    Ok(())
}

/// Marks the occurrences of a cancelled order as skipped for this reason.
pub async fn update_cancelled(tx: &UnitOfWork, order: OrderId, reason: OccurrenceReason) -> Result<()> {
    occurrence::Entity::update_many()
        .col_expr(occurrence::Column::State, Expr::value(OccurrenceState::Skipped))
        .col_expr(occurrence::Column::Reason, Expr::value(Some(reason)))
        .col_expr(occurrence::Column::DecidedAt, Expr::value(Some(tx.now())))
        .filter(occurrence::Column::OrderId.eq(order))
        .filter(occurrence::Column::State.is_in([OccurrenceState::Placed, OccurrenceState::Reduced]))
        .exec(tx.db())
        .await?;
    Ok(())
}
