//! Runs and their rows.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, run_offer, run_product, run_unit},
    cycles::cycle,
    values::{CycleId, ProductId, RunId, UnitId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Answer, Problem},
    work::{ROWS_PER_INSERT, Work},
};

/// A run with all its rows.
pub struct Stored {
    /// The run.
    pub run: allocation_run::Model,
    /// What was wanted.
    pub products: Vec<run_product::Model>,
    /// Who took part.
    pub units: Vec<run_unit::Model>,
    /// Who could make what.
    pub offers: Vec<run_offer::Model>,
}

/// Stores a run with all its rows.
pub async fn insert(work: &Work, stored: Stored) -> Answer<()> {
    allocation_run::Entity::insert(stored.run.into_active_model()).exec_without_returning(work.db()).await?;
    for rows in stored.products.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_product::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    for rows in stored.units.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_unit::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    for rows in stored.offers.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_offer::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    Ok(())
}

/// The runs of a cycle, oldest first.
pub async fn of_cycle(work: &Work, cycle: CycleId) -> Answer<Vec<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .order_by_asc(allocation_run::Column::Number);
    Ok(found.all(work.db()).await?)
}

/// The number of the cycle's newest run; 0 where there is none.
pub async fn newest_number(work: &Work, cycle: CycleId) -> Answer<i32> {
    let number: Option<Option<i32>> = allocation_run::Entity::find()
        .select_only()
        .column_as(allocation_run::Column::Number.max(), "number")
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .into_tuple()
        .one(work.db())
        .await?;
    Ok(number.flatten().unwrap_or(0))
}

/// The newest run that split the cycle's whole demand.
pub async fn main(work: &Work, cycle: CycleId) -> Answer<Option<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .filter(allocation_run::Column::Round.eq(1))
        .order_by_desc(allocation_run::Column::Number);
    Ok(found.one(work.db()).await?)
}

/// A run of a cycle by its number, or 404.
pub async fn by_number(work: &Work, cycle: CycleId, number: i32) -> Answer<allocation_run::Model> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .filter(allocation_run::Column::Number.eq(number));
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("allocation run"))
}

/// The published run of the cycle that the same zone delivered last before this one.
pub async fn before(work: &Work, cycle: &cycle::Model) -> Answer<Option<allocation_run::Model>> {
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
    Ok(found.one(work.db()).await?)
}

/// The run is published.
pub async fn set_published(work: &Work, run: RunId) -> Answer<()> {
    let row = allocation_run::ActiveModel { id: Set(run), published_at: Set(Some(work.now())), ..Default::default() };
    allocation_run::Entity::update(row).exec(work.db()).await?;
    Ok(())
}

/// What was wanted in a run.
pub async fn products(work: &Work, run: RunId) -> Answer<Vec<run_product::Model>> {
    let found = run_product::Entity::find()
        .filter(run_product::Column::RunId.eq(run))
        .order_by_asc(run_product::Column::ProductId);
    Ok(found.all(work.db()).await?)
}

/// Who took part in a run.
pub async fn units(work: &Work, run: RunId) -> Answer<Vec<run_unit::Model>> {
    let found =
        run_unit::Entity::find().filter(run_unit::Column::RunId.eq(run)).order_by_asc(run_unit::Column::Pseudonym);
    Ok(found.all(work.db()).await?)
}

/// Who could make what in a run.
pub async fn offers(work: &Work, run: RunId) -> Answer<Vec<run_offer::Model>> {
    Ok(run_offer::Entity::find().filter(run_offer::Column::RunId.eq(run)).all(work.db()).await?)
}

/// The shares of the units of these runs.
pub async fn weights(work: &Work, runs: &[RunId]) -> Answer<HashMap<(RunId, UnitId), i64>> {
    let rows: Vec<(RunId, UnitId, i64)> = run_unit::Entity::find()
        .select_only()
        .column(run_unit::Column::RunId)
        .column(run_unit::Column::UnitId)
        .column(run_unit::Column::Weight)
        .filter(run_unit::Column::RunId.is_in(runs.iter().copied()))
        .into_tuple()
        .all(work.db())
        .await?;
    Ok(rows.into_iter().map(|(run, unit, weight)| ((run, unit), weight)).collect())
}

/// The number of times that something of the cycle was offered, the first time included; 0 before any run.
pub async fn rounds(work: &Work, cycle: CycleId) -> Answer<i32> {
    let round: Option<Option<i32>> = allocation_run::Entity::find()
        .select_only()
        .column_as(Expr::col((allocation_run::Entity, allocation_run::Column::Round)).max(), "round")
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .into_tuple()
        .one(work.db())
        .await?;
    Ok(round.flatten().unwrap_or(0))
}

/// Units per lot of the products of these runs.
pub async fn lot_sizes(work: &Work, runs: &[RunId]) -> Answer<HashMap<(RunId, ProductId), i64>> {
    let rows: Vec<(RunId, ProductId, i64)> = run_product::Entity::find()
        .select_only()
        .column(run_product::Column::RunId)
        .column(run_product::Column::ProductId)
        .column(run_product::Column::LotSize)
        .filter(run_product::Column::RunId.is_in(runs.iter().copied()))
        .into_tuple()
        .all(work.db())
        .await?;
    Ok(rows.into_iter().map(|(run, product, size)| ((run, product), size)).collect())
}
