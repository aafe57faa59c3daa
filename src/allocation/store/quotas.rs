//! Quotas and their changes of state.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    allocation::quota,
    cycles::cycle,
    values::{CycleId, ProductId, QuotaId, QuotaState, RunId, WorkshopId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// States in which a quota uses capacity of its workshop.
pub const USING_CAPACITY: [QuotaState; 7] = [
    QuotaState::Proposed,
    QuotaState::Published,
    QuotaState::Accepted,
    QuotaState::Amended,
    QuotaState::Frozen,
    QuotaState::Fulfilled,
    QuotaState::Unfulfilled,
];
/// States in which the workshop makes the quota.
pub const LIVE: [QuotaState; 5] =
    [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen, QuotaState::Fulfilled, QuotaState::Unfulfilled];
/// States in which a quota is made and its receiving has not ended.
const MAKING: [QuotaState; 3] = [QuotaState::Accepted, QuotaState::Amended, QuotaState::Frozen];
/// States in which a published quota may still be answered or reduced.
pub const OPEN: [QuotaState; 3] = [QuotaState::Published, QuotaState::Accepted, QuotaState::Amended];

/// The quota, or 404.
pub async fn get_quota(tx: &UnitOfWork, id: QuotaId) -> Result<quota::Model> {
    quota::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("quota"))
}

/// A quota that was published, of one of these workshops (none = of any); or 404.
pub async fn get_published_quota(
    tx: &UnitOfWork,
    workshops: Option<&[WorkshopId]>,
    id: QuotaId,
) -> Result<quota::Model> {
    let mut found = quota::Entity::find_by_id(id).filter(quota::Column::PublishedAt.is_not_null());
    if let Some(workshops) = workshops {
        found = found.filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()));
    }
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("quota"))
}

/// Quotas of a cycle in these states, by product and id.
pub async fn list_quotas_in_states(
    tx: &UnitOfWork,
    cycle: CycleId,
    states: &[QuotaState],
) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.is_in(states.iter().copied()))
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// All quotas of a cycle that were ever published, and those that its newest run proposes.
pub async fn list_cycle_quotas(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<quota::Model>> {
    let published_or_proposed = sea_orm::Condition::any()
        .add(quota::Column::PublishedAt.is_not_null())
        .add(quota::Column::State.eq(QuotaState::Proposed));
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(published_or_proposed)
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// The quotas that a run proposed, whatever their state is now.
pub async fn list_run_quotas(tx: &UnitOfWork, run: RunId) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::RunId.eq(run))
        .order_by_asc(quota::Column::ProductId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Open quotas of a workshop in all cycles.
pub async fn list_open_quotas(tx: &UnitOfWork, workshop: WorkshopId) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::State.is_in(OPEN))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Quotas of a workshop in all cycles, of one product or of all, that may still be withdrawn: proposed, open, or frozen
/// without any goods received.
pub async fn list_revocable_quotas(
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

/// Quotas that a workshop was sent for deliveries after a day, and that have not ended, oldest first.
pub async fn list_open_quotas_after(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    day: NaiveDate,
) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .inner_join(cycle::Entity)
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::State.is_in([&OPEN[..], &[QuotaState::Frozen]].concat()))
        .filter(cycle::Column::DeliveryDate.gt(day))
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Quotas of a workshop and product in all cycles that are not frozen: proposed or open.
pub async fn list_unfrozen_quotas(
    tx: &UnitOfWork,
    workshop: WorkshopId,
    product: ProductId,
) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.eq(workshop))
        .filter(quota::Column::ProductId.eq(product))
        .filter(quota::Column::State.is_in([&OPEN[..], &[QuotaState::Proposed]].concat()))
        .order_by_asc(quota::Column::CycleId)
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Lots of each workshop and product that the quotas of a production week use, in all zones.
pub async fn sum_used_lots(tx: &UnitOfWork, week: NaiveDate) -> Result<HashMap<(WorkshopId, ProductId), i64>> {
    let rows: Vec<(WorkshopId, ProductId, i64)> = quota::Entity::find()
        .select_only()
        .column(quota::Column::WorkshopId)
        .column(quota::Column::ProductId)
        .column_as(quota::Column::Lots.sum().cast_as("BIGINT"), "lots")
        .inner_join(cycle::Entity)
        .filter(cycle::Column::ProductionWeek.eq(week))
        .filter(quota::Column::State.is_in(USING_CAPACITY))
        .group_by(quota::Column::WorkshopId)
        .group_by(quota::Column::ProductId)
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|(workshop, product, lots)| ((workshop, product), lots)).collect())
}

/// Stores quotas.
pub async fn insert_quotas(tx: &UnitOfWork, rows: &[quota::Model]) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        quota::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Stores one changed quota.
pub async fn update_quota(tx: &UnitOfWork, row: quota::Model) -> Result<quota::Model> {
    Ok(quota::Entity::update(row.into_active_model().reset_all()).exec(tx.db()).await?)
}

/// Withdraws the proposed quotas of a cycle, which a newer run replaces.
pub async fn update_proposals_withdrawn(tx: &UnitOfWork, cycle: CycleId) -> Result<()> {
    quota::Entity::update_many()
        .col_expr(quota::Column::State, Expr::value(QuotaState::Withdrawn))
        .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Proposed))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Publishes the proposed quotas of a run.
pub async fn update_published(tx: &UnitOfWork, run: RunId, respond_by: DateTime<Utc>) -> Result<()> {
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

/// Ends these quotas in `state`.
pub async fn update_ended(tx: &UnitOfWork, ids: &[QuotaId], state: QuotaState, reason: Option<&str>) -> Result<()> {
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

/// Freezes the accepted and amended quotas of a cycle. Returns their number.
pub async fn update_frozen(tx: &UnitOfWork, cycle: CycleId) -> Result<u64> {
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

/// Quotas of a cycle that their workshops make: accepted, amended, frozen or fulfilled.
pub async fn list_live_quotas(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<quota::Model>> {
    list_quotas_in_states(tx, cycle, &LIVE).await
}

/// The number of quotas of a cycle that wait for an answer.
pub async fn count_unanswered_quotas(tx: &UnitOfWork, cycle: CycleId) -> Result<u64> {
    let found = quota::Entity::find()
        .filter(quota::Column::CycleId.eq(cycle))
        .filter(quota::Column::State.eq(QuotaState::Published));
    Ok(found.count(tx.db()).await?)
}

/// The newest cycle in which one of these workshops received a quota.
pub async fn find_newest_cycle(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Option<CycleId>> {
    Ok(published_cycles(workshops).order_by_desc(quota::Column::CycleId).into_tuple().one(tx.db()).await?)
}

/// A page of the cycles in which these workshops received quotas, newest first.
pub async fn list_cycle_ids(tx: &UnitOfWork, workshops: &[WorkshopId], page: &PageRequest) -> Result<Rows<CycleId>> {
    let mut found = published_cycles(workshops).order_by_desc(quota::Column::CycleId).limit(page.fetch());
    if let Some(after) = page.key::<CycleId>()? {
        found = found.filter(quota::Column::CycleId.lt(after));
    }
    let ids: Vec<CycleId> = found.into_tuple().all(tx.db()).await?;
    Ok(page.cut(ids, |id| *id))
}

fn published_cycles(workshops: &[WorkshopId]) -> Select<quota::Entity> {
    quota::Entity::find()
        .select_only()
        .column(quota::Column::CycleId)
        .distinct()
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::PublishedAt.is_not_null())
}

/// The published quotas of these workshops in these cycles.
pub async fn list_published_quotas(
    tx: &UnitOfWork,
    workshops: &[WorkshopId],
    cycles: &[CycleId],
) -> Result<Vec<quota::Model>> {
    let found = quota::Entity::find()
        .filter(quota::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(quota::Column::CycleId.is_in(cycles.iter().copied()))
        .filter(quota::Column::PublishedAt.is_not_null())
        .order_by_asc(quota::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Ends the quotas of a cycle that are still made as unfulfilled, and returns their ids. The caller holds the lock of the
/// cycle, which every change of its quotas takes.
pub async fn update_unfulfilled(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<QuotaId>> {
    let making: Vec<QuotaId> = list_quotas_in_states(tx, cycle, &MAKING).await?.into_iter().map(|q| q.id).collect();
    for ids in making.chunks(ROWS_PER_INSERT) {
        quota::Entity::update_many()
            .col_expr(quota::Column::State, Expr::value(QuotaState::Unfulfilled))
            .col_expr(quota::Column::Version, Expr::col(quota::Column::Version).add(1))
            .filter(quota::Column::Id.is_in(ids.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(making)
}
