//! Quotas through their life.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CycleId, ProductId, QuotaId, QuotaState, RunId, UnitId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Answer, Problem},
    work::{ROWS_PER_INSERT, Work},
};

/// States in which a quota takes capacity of its unit.
pub const TAKING: [QuotaState; 6] = [
    QuotaState::Proposed,
    QuotaState::Published,
    QuotaState::Accepted,
    QuotaState::Amended,
    QuotaState::Frozen,
    QuotaState::Fulfilled,
];
/// States in which somebody makes a quota.
pub const LIVE: [QuotaState; 4] =
    [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen, QuotaState::Fulfilled];
/// States in which a published quota may still be answered or taken back.
pub const OPEN: [QuotaState; 3] = [QuotaState::Published, QuotaState::Accepted, QuotaState::Amended];

/// The quota, or 404.
pub async fn get(work: &Work, id: QuotaId) -> Answer<quota::Model> {
    quota::Entity::find_by_id(id).one(work.db()).await?.ok_or_else(|| Problem::not_found("quota"))
}

/// A published quota of these units, or of any where none are named; or 404.
pub async fn published(work: &Work, own: Option<&[UnitId]>, id: QuotaId) -> Answer<quota::Model> {
    let mut found = quota::Entity::find_by_id(id).filter(quota::Column::PublishedAt.is_not_null());
    if let Some(units) = own {
        found = found.filter(quota::Column::UnitId.is_in(units.iter().copied()));
    }
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("quota"))
}

/// Quotas of a cycle in these states, by product and unit.
pub async fn in_states(work: &Work, cycle: CycleId, states: &[QuotaState]) -> Answer<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.is_in(states.iter().copied()))
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// All quotas of a cycle that were ever published, and what its newest run proposes.
pub async fn of_cycle(work: &Work, cycle: CycleId) -> Answer<Vec<quota::Model>> {
    let shown = sea_orm::Condition::any()
        .add(quota::Column::PublishedAt.is_not_null())
        .add(quota::Column::State.eq(QuotaState::Proposed));
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(shown)
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// The quotas that a run made.
pub async fn of_run(work: &Work, run: RunId) -> Answer<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::RunId.eq(run))
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Open quotas of a unit in all cycles.
pub async fn open_of(work: &Work, unit: UnitId) -> Answer<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::UnitId.eq(unit))
        .filter(quota::Column::State.is_in(OPEN))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Quotas of a unit in all cycles, of one product or of all, that may still be taken back: proposed, open, or frozen
/// while nothing of them came.
pub async fn revocable_of(work: &Work, unit: UnitId, product: Option<ProductId>) -> Answer<Vec<quota::Model>> {
    let states = [&OPEN[..], &[QuotaState::Proposed, QuotaState::Frozen]].concat();
    let mut found = quota::Entity::find()
        .filter(quota::Column::UnitId.eq(unit))
        .filter(quota::Column::State.is_in(states))
        .filter(quota::Column::AcceptedUnits.eq(0))
        .filter(quota::Column::FailedUnits.eq(0))
        .filter(quota::Column::DamagedUnits.eq(0))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    if let Some(product) = product {
        found = found.filter(quota::Column::ProductId.eq(product));
    }
    Ok(found.all(work.db()).await?)
}

/// Quotas of a unit and product in all cycles that are not fixed yet: proposed or open.
pub async fn movable_of(work: &Work, unit: UnitId, product: ProductId) -> Answer<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::UnitId.eq(unit))
        .filter(quota::Column::ProductId.eq(product))
        .filter(quota::Column::State.is_in([&OPEN[..], &[QuotaState::Proposed]].concat()))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Lots of each unit and product that quotas of a production week take, in all zones.
pub async fn taken(work: &Work, week: NaiveDate) -> Answer<HashMap<(UnitId, ProductId), i64>> {
    let of = quota::Entity::belongs_to(cycle::Entity).from(quota::Column::CycleId).to(cycle::Column::Id);
    let rows: Vec<(UnitId, ProductId, i64)> = quota::Entity::find()
        .select_only()
        .column(quota::Column::UnitId)
        .column(quota::Column::ProductId)
        .column_as(quota::Column::Lots.sum().cast_as("BIGINT"), "lots")
        .join(JoinType::InnerJoin, of.into())
        .filter(cycle::Column::ProductionWeek.eq(week))
        .filter(quota::Column::State.is_in(TAKING))
        .group_by(quota::Column::UnitId)
        .group_by(quota::Column::ProductId)
        .into_tuple()
        .all(work.db())
        .await?;
    Ok(rows.into_iter().map(|(unit, product, lots)| ((unit, product), lots)).collect())
}

/// Stores quotas.
pub async fn insert(work: &Work, rows: &[quota::Model]) -> Answer<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        quota::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    Ok(())
}

/// Stores one changed quota.
pub async fn update(work: &Work, row: quota::Model) -> Answer<quota::Model> {
    Ok(quota::Entity::update(row.into_active_model().reset_all()).exec(work.db()).await?)
}

/// Takes back what no run has published: a newer run takes its place.
pub async fn withdraw_proposals(work: &Work, cycle: CycleId) -> Answer<()> {
    quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Withdrawn))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Proposed))
        .exec(work.db())
        .await?;
    Ok(())
}

/// Publishes what a run proposes.
pub async fn publish(work: &Work, run: RunId, respond_by: DateTime<Utc>) -> Answer<()> {
    quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Published))
        .col_expr(quota::Column::RespondBy, Expr::value(respond_by))
        .col_expr(quota::Column::PublishedAt, Expr::value(Some(work.now())))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::RunId.eq(run))
        .filter(quota::Column::State.eq(QuotaState::Proposed))
        .exec(work.db())
        .await?;
    Ok(())
}

/// Ends these quotas as `state`.
pub async fn end(work: &Work, ids: &[QuotaId], state: QuotaState, reason: Option<&str>) -> Answer<()> {
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let mut ended = quota::Entity::update_many()
            .col_expr(quota::Column::State, Expr::value(state))
            .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
            .filter(quota::Column::Id.is_in(ids.iter().copied()));
        if let Some(reason) = reason {
            ended = ended.col_expr(quota::Column::Reason, Expr::value(Some(reason)));
        }
        ended.exec(work.db()).await?;
    }
    Ok(())
}

/// Freezes what the units of a cycle make; how many quotas that are.
pub async fn freeze(work: &Work, cycle: CycleId) -> Answer<u64> {
    let frozen = quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Frozen))
        .col_expr(quota::Column::FrozenAt, Expr::value(Some(work.now())))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.is_in([QuotaState::Accepted, QuotaState::Amended]))
        .exec(work.db())
        .await?;
    Ok(frozen.rows_affected)
}

/// Quotas of a cycle that somebody makes: accepted, amended, frozen or fulfilled.
pub async fn live_quotas(work: &Work, cycle: CycleId) -> Answer<Vec<quota::Model>> {
    in_states(work, cycle, &LIVE).await
}
