//! Runs and their rows.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, run_offer, run_product, run_workshop},
    cycles::cycle,
    values::{CycleId, ProductId, RunId, WorkshopId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A run with all its rows.
pub struct Stored {
    /// The run.
    pub run: allocation_run::Model,
    /// What was wanted.
    pub products: Vec<run_product::Model>,
    /// Who took part.
    pub workshops: Vec<run_workshop::Model>,
    /// Who could make what.
    pub offers: Vec<run_offer::Model>,
}

/// Stores a run with all its rows.
pub async fn insert(tx: &UnitOfWork, stored: Stored) -> Result<()> {
    allocation_run::Entity::insert(stored.run.into_active_model()).exec_without_returning(tx.db()).await?;
    for rows in stored.products.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_product::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for rows in stored.workshops.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_workshop::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for rows in stored.offers.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_offer::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The runs of a cycle, oldest first.
pub async fn of_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .order_by_asc(allocation_run::Column::Number);
    Ok(found.all(tx.db()).await?)
}

/// The number of the cycle's newest run; 0 where there is none.
pub async fn newest_number(tx: &UnitOfWork, cycle: CycleId) -> Result<i32> {
    let number: Option<Option<i32>> = allocation_run::Entity::find()
        .select_only()
        .column_as(allocation_run::Column::Number.max(), "number")
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(number.flatten().unwrap_or(0))
}

/// The newest run that split the cycle's whole demand.
pub async fn main(tx: &UnitOfWork, cycle: CycleId) -> Result<Option<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .filter(allocation_run::Column::Round.eq(1))
        .order_by_desc(allocation_run::Column::Number);
    Ok(found.one(tx.db()).await?)
}

/// A run of a cycle by its number, or 404.
pub async fn by_number(tx: &UnitOfWork, cycle: CycleId, number: i32) -> Result<allocation_run::Model> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .filter(allocation_run::Column::Number.eq(number));
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("allocation run"))
}

/// The published run of the cycle that the same zone delivered last before this one.
pub async fn before(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Option<allocation_run::Model>> {
    let of =
        allocation_run::Entity::belongs_to(cycle::Entity).from(allocation_run::Column::CycleId).to(cycle::Column::Id);
    let found = allocation_run::Entity::find()
        .join(JoinType::InnerJoin, of.into())
        .filter(cycle::Column::ZoneId.eq(cycle.zone_id))
        .filter(cycle::Column::DeliveryDate.lt(cycle.delivery_date))
        .filter(allocation_run::Column::Round.eq(1))
        .filter(allocation_run::Column::PublishedAt.is_not_null())
        .order_by_desc(cycle::Column::DeliveryDate)
        .order_by_desc(allocation_run::Column::Number);
    Ok(found.one(tx.db()).await?)
}

/// The run is published.
pub async fn set_published(tx: &UnitOfWork, run: RunId) -> Result<()> {
    let row = allocation_run::ActiveModel { id: Set(run), published_at: Set(Some(tx.now())), ..Default::default() };
    allocation_run::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// What was wanted in a run.
pub async fn products(tx: &UnitOfWork, run: RunId) -> Result<Vec<run_product::Model>> {
    let found = run_product::Entity::find()
        .filter(run_product::Column::RunId.eq(run))
        .order_by_asc(run_product::Column::ProductId);
    Ok(found.all(tx.db()).await?)
}

/// Who took part in a run.
pub async fn workshops(tx: &UnitOfWork, run: RunId) -> Result<Vec<run_workshop::Model>> {
    let found = run_workshop::Entity::find()
        .filter(run_workshop::Column::RunId.eq(run))
        .order_by_asc(run_workshop::Column::Pseudonym);
    Ok(found.all(tx.db()).await?)
}

/// Who could make what in a run.
pub async fn offers(tx: &UnitOfWork, run: RunId) -> Result<Vec<run_offer::Model>> {
    Ok(run_offer::Entity::find().filter(run_offer::Column::RunId.eq(run)).all(tx.db()).await?)
}

/// The shares of the workshops of these runs.
pub async fn weights(tx: &UnitOfWork, runs: &[RunId]) -> Result<HashMap<(RunId, WorkshopId), i64>> {
    let rows: Vec<(RunId, WorkshopId, i64)> = run_workshop::Entity::find()
        .select_only()
        .column(run_workshop::Column::RunId)
        .column(run_workshop::Column::WorkshopId)
        .column(run_workshop::Column::Weight)
        .filter(run_workshop::Column::RunId.is_in(runs.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|(run, workshop, weight)| ((run, workshop), weight)).collect())
}

/// The number of times that something of the cycle was offered, the first time included; 0 before any run.
pub async fn rounds(tx: &UnitOfWork, cycle: CycleId) -> Result<i32> {
    let round: Option<Option<i32>> = allocation_run::Entity::find()
        .select_only()
        .column_as(Expr::col((allocation_run::Entity, allocation_run::Column::Round)).max(), "round")
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(round.flatten().unwrap_or(0))
}

/// Units per lot of the products of these runs.
pub async fn lot_sizes(tx: &UnitOfWork, runs: &[RunId]) -> Result<HashMap<(RunId, ProductId), i64>> {
    let rows: Vec<(RunId, ProductId, i64)> = run_product::Entity::find()
        .select_only()
        .column(run_product::Column::RunId)
        .column(run_product::Column::ProductId)
        .column(run_product::Column::LotSize)
        .filter(run_product::Column::RunId.is_in(runs.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|(run, product, size)| ((run, product), size)).collect())
}
