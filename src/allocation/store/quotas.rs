//! Quotas through their life.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CycleId, ProductId, QuotaId, QuotaState, RunId, WorkshopId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// States in which a quota takes capacity of its workshop.
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
pub async fn get(tx: &UnitOfWork, id: QuotaId) -> Result<quota::Model> {
    quota::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("quota"))
}

/// A published quota of these workshops, or of any where none are named; or 404.
pub async fn published(tx: &UnitOfWork, own: Option<&[WorkshopId]>, id: QuotaId) -> Result<quota::Model> {
    let mut found = quota::Entity::find_by_id(id).filter(quota::Column::PublishedAt.is_not_null());
    if let Some(workshops) = own {
        found = found.filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()));
    }
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("quota"))
}

/// Quotas of a cycle in these states, by product and workshop.
pub async fn in_states(tx: &UnitOfWork, cycle: CycleId, states: &[QuotaState]) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.is_in(states.iter().copied()))
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// All quotas of a cycle that were ever published, and what its newest run proposes.
pub async fn of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<quota::Model>> {
    let shown = sea_orm::Condition::any()
        .add(quota::Column::PublishedAt.is_not_null())
        .add(quota::Column::State.eq(QuotaState::Proposed));
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(shown)
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// The quotas that a run made.
pub async fn of_run(tx: &UnitOfWork, run: RunId) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::RunId.eq(run))
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Open quotas of a workshop in all cycles.
pub async fn open_of(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::State.is_in(OPEN))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Quotas of a workshop in all cycles, of one product or of all, that may still be taken back: proposed, open, or frozen
/// while nothing of them came.
pub async fn revocable_of(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    product: Option<ProductId>,
) -> Result<Vec<quota::Model>> {
    let states = [&OPEN[..], &[QuotaState::Proposed, QuotaState::Frozen]].concat();
    let mut found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::State.is_in(states))
        .filter(quota::Column::AcceptedUnits.eq(0))
        .filter(quota::Column::FailedUnits.eq(0))
        .filter(quota::Column::DamagedUnits.eq(0))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    if let Some(product) = product {
        found = found.filter(quota::Column::ProductId.eq(product));
    }
    Ok(found.all(tx.db()).await?)
}

/// Quotas of a workshop and product in all cycles that are not fixed yet: proposed or open.
pub async fn movable_of(tx: &UnitOfWork, workshop: WorkshopId, product: ProductId) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::ProductId.eq(product))
        .filter(quota::Column::State.is_in([&OPEN[..], &[QuotaState::Proposed]].concat()))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Lots of each workshop and product that quotas of a production week take, in all zones.
pub async fn taken(tx: &UnitOfWork, week: NaiveDate) -> Result<HashMap<(WorkshopId, ProductId), i64>> {
    let of = quota::Entity::belongs_to(cycle::Entity).from(quota::Column::CycleId).to(cycle::Column::Id);
    let rows: Vec<(WorkshopId, ProductId, i64)> = quota::Entity::find()
        .select_only()
        .column(quota::Column::WorkshopId)
        .column(quota::Column::ProductId)
        .column_as(quota::Column::Lots.sum().cast_as("BIGINT"), "lots")
        .join(JoinType::InnerJoin, of.into())
        .filter(cycle::Column::ProductionWeek.eq(week))
        .filter(quota::Column::State.is_in(TAKING))
        .group_by(quota::Column::WorkshopId)
        .group_by(quota::Column::ProductId)
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|(workshop, product, lots)| ((workshop, product), lots)).collect())
}

/// Stores quotas.
pub async fn insert(tx: &UnitOfWork, rows: &[quota::Model]) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        quota::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Stores one changed quota.
pub async fn update(tx: &UnitOfWork, row: quota::Model) -> Result<quota::Model> {
    Ok(quota::Entity::update(row.into_active_model().reset_all()).exec(tx.db()).await?)
}

/// Takes back what no run has published: a newer run takes its place.
pub async fn withdraw_proposals(tx: &UnitOfWork, cycle: CycleId) -> Result<()> {
    quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Withdrawn))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Proposed))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Publishes what a run proposes.
pub async fn publish(tx: &UnitOfWork, run: RunId, respond_by: DateTime<Utc>) -> Result<()> {
    quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Published))
        .col_expr(quota::Column::RespondBy, Expr::value(respond_by))
        .col_expr(quota::Column::PublishedAt, Expr::value(Some(tx.now())))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::RunId.eq(run))
        .filter(quota::Column::State.eq(QuotaState::Proposed))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Ends these quotas as `state`.
pub async fn end(tx: &UnitOfWork, ids: &[QuotaId], state: QuotaState, reason: Option<&str>) -> Result<()> {
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let mut ended = quota::Entity::update_many()
            .col_expr(quota::Column::State, Expr::value(state))
            .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
            .filter(quota::Column::Id.is_in(ids.iter().copied()));
        if let Some(reason) = reason {
            ended = ended.col_expr(quota::Column::Reason, Expr::value(Some(reason)));
        }
        ended.exec(tx.db()).await?;
    }
    Ok(())
}

/// Freezes what the workshops of a cycle make; how many quotas that are.
pub async fn freeze(tx: &UnitOfWork, cycle: CycleId) -> Result<u64> {
    let frozen = quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Frozen))
        .col_expr(quota::Column::FrozenAt, Expr::value(Some(tx.now())))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.is_in([QuotaState::Accepted, QuotaState::Amended]))
        .exec(tx.db())
        .await?;
    Ok(frozen.rows_affected)
}

/// Quotas of a cycle that somebody makes: accepted, amended, frozen or fulfilled.
pub async fn live_quotas(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<quota::Model>> {
    in_states(tx, cycle, &LIVE).await
}
