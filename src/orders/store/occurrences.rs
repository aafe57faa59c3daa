//! Occurrences: dates of standing orders and what became of them.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    orders::occurrence,
    values::{CycleId, OccurrenceId, OccurrenceReason, OccurrenceState, OrderId, StandingOrderId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use crate::platform::{
    http::problem::Answer,
    work::{ROWS_PER_INSERT, Work},
};

/// Occurrences of these standing orders from `from` to before `until`, by date.
pub async fn between(
    work: &Work,
    of: &[StandingOrderId],
    from: NaiveDate,
    until: NaiveDate,
) -> Answer<Vec<occurrence::Model>> {
    let mut found = Vec::new();
    for of in of.chunks(ROWS_PER_INSERT) {
        let some = occurrence::Entity::find()
            .filter(occurrence::Column::StandingOrderId.is_in(of.iter().copied()))
            .filter(occurrence::Column::Date.gte(from))
            .filter(occurrence::Column::Date.lt(until))
            .order_by_asc(occurrence::Column::Date);
        found.extend(some.all(work.db()).await?);
    }
    Ok(found)
}

/// A page of a standing order's occurrences, the latest date first.
pub async fn page(
    work: &Work,
    of: StandingOrderId,
    after: Option<NaiveDate>,
    fetch: u64,
) -> Answer<Vec<occurrence::Model>> {
    let mut query = occurrence::Entity::find()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .order_by_desc(occurrence::Column::Date)
        .limit(fetch);
    if let Some(after) = after {
        query = query.filter(occurrence::Column::Date.lt(after));
    }
    Ok(query.all(work.db()).await?)
}

/// The occurrence of a date, where there is a row for it.
pub async fn on(work: &Work, of: StandingOrderId, date: NaiveDate) -> Answer<Option<occurrence::Model>> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::Date.eq(date))
        .one(work.db())
        .await?)
}

/// Undecided occurrences of a standing order in a cycle, by date.
pub async fn due(work: &Work, of: StandingOrderId, cycle: CycleId) -> Answer<Vec<occurrence::Model>> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::StandingOrderId.eq(of))
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(OccurrenceState::Due))
        .order_by_asc(occurrence::Column::Date)
        .all(work.db())
        .await?)
}

/// Whether any occurrence of a cycle is undecided.
pub async fn any_due(work: &Work, cycle: CycleId) -> Answer<bool> {
    let due = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::Id)
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(OccurrenceState::Due))
        .limit(1);
    Ok(due.into_tuple::<OccurrenceId>().one(work.db()).await?.is_some())
}

/// Standing orders of which something is undecided in a cycle.
pub async fn with_due(work: &Work, cycle: CycleId) -> Answer<Vec<StandingOrderId>> {
    let due = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::StandingOrderId)
        .distinct()
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(OccurrenceState::Due))
        .order_by_asc(occurrence::Column::StandingOrderId);
    Ok(due.into_tuple().all(work.db()).await?)
}

/// How many occurrences of a cycle stand in a state.
pub async fn count(work: &Work, cycle: CycleId, state: OccurrenceState) -> Answer<u64> {
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.eq(state))
        .count(work.db())
        .await?)
}

/// Occurrences of a cycle that were reduced, skipped or blocked, by standing order.
pub async fn told_in(work: &Work, cycle: CycleId) -> Answer<Vec<occurrence::Model>> {
    let placed = [OccurrenceState::Placed, OccurrenceState::Due];
    Ok(occurrence::Entity::find()
        .filter(occurrence::Column::CycleId.eq(cycle))
        .filter(occurrence::Column::State.is_not_in(placed))
        .order_by_asc(occurrence::Column::StandingOrderId)
        .order_by_asc(occurrence::Column::Date)
        .all(work.db())
        .await?)
}

/// Stores occurrences that are new; a date that has a row keeps it.
pub async fn insert_new(work: &Work, rows: Vec<occurrence::ActiveModel>) -> Answer<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        occurrence::Entity::insert_many(rows.to_vec())
            .on_conflict_do_nothing_on([occurrence::Column::StandingOrderId, occurrence::Column::Date])
            .exec_without_returning(work.db())
            .await?;
    }
    Ok(())
}

/// Gives undecided occurrences the cycle that they go to.
pub async fn assign(work: &Work, ids: &[OccurrenceId], cycle: CycleId) -> Answer<()> {
    for ids in ids.chunks(ROWS_PER_INSERT) {
        occurrence::Entity::update_many()
            .col_expr(occurrence::Column::CycleId, Expr::value(Some(cycle)))
            .filter(occurrence::Column::Id.is_in(ids.iter().copied()))
            .filter(occurrence::Column::State.eq(OccurrenceState::Due))
            .exec(work.db())
            .await?;
    }
    Ok(())
}

/// Writes down what became of an occurrence.
pub async fn decide(
    work: &Work,
    id: OccurrenceId,
    state: OccurrenceState,
    reason: Option<OccurrenceReason>,
    order: Option<OrderId>,
) -> Answer<()> {
    occurrence::Entity::update_many()
        .col_expr(occurrence::Column::State, Expr::value(state))
        .col_expr(occurrence::Column::Reason, Expr::value(reason))
        .col_expr(occurrence::Column::OrderId, Expr::value(order))
        .col_expr(occurrence::Column::DecidedAt, Expr::value(Some(work.now())))
        .filter(occurrence::Column::Id.eq(id))
        .exec(work.db())
        .await?;
    Ok(())
}

/// Stores a new occurrence.
pub async fn insert(work: &Work, row: occurrence::ActiveModel) -> Answer<occurrence::Model> {
    Ok(row.insert(work.db()).await?)
}

/// Stores a changed occurrence.
pub async fn update(work: &Work, row: occurrence::ActiveModel) -> Answer<occurrence::Model> {
    Ok(row.update(work.db()).await?)
}

/// Forgets occurrences from `from` on that no cycle took up and nothing was decided about by Minga, except those on
/// `kept` dates: the rule they came from has changed.
pub async fn forget(work: &Work, of: StandingOrderId, from: NaiveDate, kept: &[NaiveDate]) -> Answer<()> {
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
    query.exec(work.db()).await?;
    Ok(())
}

/// Marks the occurrence of an order as left out, because the order was cancelled.
pub async fn order_cancelled(work: &Work, id: OccurrenceId, at: DateTime<Utc>) -> Answer<()> {
    occurrence::Entity::update_many()
        .col_expr(occurrence::Column::State, Expr::value(OccurrenceState::Skipped))
        .col_expr(occurrence::Column::Reason, Expr::value(Some(OccurrenceReason::Cancelled)))
        .col_expr(occurrence::Column::DecidedAt, Expr::value(Some(at)))
        .filter(occurrence::Column::Id.eq(id))
        .exec(work.db())
        .await?;
    Ok(())
}
