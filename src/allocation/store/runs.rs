//! Allocation runs with their products, workshops and offers.

use std::collections::HashMap;

use entities::{
    allocation::{allocation_run, quota, run_offer, run_product, run_workshop},
    catalogue::product,
    cycles::cycle,
    members::workshop,
    values::{Amount, CycleId, ProductId, QuotaId, RunId, WorkshopId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    cycles,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A run with all its rows.
pub struct RunRows {
    /// The run.
    pub run: allocation_run::Model,
    /// The demand.
    pub products: Vec<run_product::Model>,
    /// The workshops that took part.
    pub workshops: Vec<run_workshop::Model>,
    /// What they could make.
    pub offers: Vec<run_offer::Model>,
}

/// Stores a run with all its rows.
pub async fn insert_run(tx: &UnitOfWork, rows: RunRows) -> Result<()> {
    allocation_run::Entity::insert(rows.run.into_active_model()).exec_without_returning(tx.db()).await?;
    for rows in rows.products.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_product::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for rows in rows.workshops.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_workshop::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for rows in rows.offers.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        run_offer::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// The runs of a cycle, oldest first.
pub async fn list_runs(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .order_by_asc(allocation_run::Column::Number);
    Ok(found.all(tx.db()).await?)
}

/// The number of the newest run of a cycle; 0 where there is none.
pub async fn find_newest_number(tx: &UnitOfWork, cycle: CycleId) -> Result<i32> {
    let number: Option<Option<i32>> = allocation_run::Entity::find()
        .select_only()
        .column_as(allocation_run::Column::Number.max(), "number")
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(number.flatten().unwrap_or(0))
}

/// The highest round of the runs of a cycle; 0 where there is none.
pub async fn find_newest_round(tx: &UnitOfWork, cycle: CycleId) -> Result<i32> {
    let round: Option<Option<i32>> = allocation_run::Entity::find()
        .select_only()
        .column_as(Expr::col((allocation_run::Entity, allocation_run::Column::Round)).max(), "round")
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .into_tuple()
        .one(tx.db())
        .await?;
    Ok(round.flatten().unwrap_or(0))
}

/// The newest run that split the whole demand of a cycle.
pub async fn find_main_run(tx: &UnitOfWork, cycle: CycleId) -> Result<Option<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .filter(allocation_run::Column::Round.eq(1))
        .order_by_desc(allocation_run::Column::Number);
    Ok(found.one(tx.db()).await?)
}

/// A run of a cycle by its number, or 404.
pub async fn get_run(tx: &UnitOfWork, cycle: CycleId, number: i32) -> Result<allocation_run::Model> {
    let found = allocation_run::Entity::find()
        .filter(allocation_run::Column::CycleId.eq(cycle))
        .filter(allocation_run::Column::Number.eq(number));
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("allocation run"))
}

/// The published run of the last cycle of the same zone that was delivered before this one.
pub async fn find_run_of_last_cycle(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Option<allocation_run::Model>> {
    let found = allocation_run::Entity::find()
        .inner_join(cycle::Entity)
        .filter(cycle::Column::ZoneId.eq(cycle.zone_id))
        .filter(cycle::Column::DeliveryDate.lt(cycle.delivery_date))
        .filter(allocation_run::Column::Round.eq(1))
        .filter(allocation_run::Column::PublishedAt.is_not_null())
        .order_by_desc(cycle::Column::DeliveryDate)
        .order_by_desc(allocation_run::Column::Number);
    Ok(found.one(tx.db()).await?)
}

/// Marks a run as published now.
pub async fn update_published(tx: &UnitOfWork, run: RunId) -> Result<()> {
    let row = allocation_run::ActiveModel { id: Set(run), published_at: Set(Some(tx.now())), ..Default::default() };
    allocation_run::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// The demand of a run.
pub async fn list_run_products(tx: &UnitOfWork, run: RunId) -> Result<Vec<run_product::Model>> {
    let found = run_product::Entity::find()
        .filter(run_product::Column::RunId.eq(run))
        .order_by_asc(run_product::Column::ProductId);
    Ok(found.all(tx.db()).await?)
}

/// The demand of a run with its products as the cycle agreed on them, by product code.
///
/// # Errors
/// 500 where a product does not exist.
pub async fn list_products_of_run(
    tx: &UnitOfWork,
    run: &allocation_run::Model,
) -> Result<Vec<(run_product::Model, product::Model)>> {
    let rows = list_run_products(tx, run.id).await?;
    let products: Vec<_> = rows.iter().map(|row| (run.cycle_id, row.product_id)).collect();
    let products = cycles::list_products_of_cycles(tx, &products).await?;
    let mut found: Vec<_> = rows.into_iter().zip(products).collect();
    found.sort_by(|(_, one), (_, other)| one.code.cmp(&other.code));
    Ok(found)
}

/// The workshops of a run, by pseudonym.
pub async fn list_run_workshops(tx: &UnitOfWork, run: RunId) -> Result<Vec<run_workshop::Model>> {
    let found = run_workshop::Entity::find()
        .filter(run_workshop::Column::RunId.eq(run))
        .order_by_asc(run_workshop::Column::Pseudonym);
    Ok(found.all(tx.db()).await?)
}

/// The workshops of a run with their names, by workshop code.
///
/// # Errors
/// 500 where a workshop does not exist.
pub async fn list_workshops_of_run(tx: &UnitOfWork, run: RunId) -> Result<Vec<(run_workshop::Model, workshop::Model)>> {
    let found = run_workshop::Entity::find()
        .find_also_related(workshop::Entity)
        .filter(run_workshop::Column::RunId.eq(run))
        .order_by_asc(workshop::Column::Code);
    let rows = found.all(tx.db()).await?.into_iter().map(|(row, workshop)| {
        let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", row.workshop_id))?;
        Ok((row, workshop))
    });
    rows.collect()
}

/// What the workshops of a run could make.
pub async fn list_run_offers(tx: &UnitOfWork, run: RunId) -> Result<Vec<run_offer::Model>> {
    Ok(run_offer::Entity::find().filter(run_offer::Column::RunId.eq(run)).all(tx.db()).await?)
}

/// The shares of the workshops of these runs, as weights.
pub async fn list_weights(tx: &UnitOfWork, runs: &[RunId]) -> Result<HashMap<(RunId, WorkshopId), i64>> {
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

/// The lot of a quota: its units, and its value in the run.
#[derive(Clone, Copy, Debug)]
pub struct LotValue {
    /// Units per lot.
    pub lot_size: i64,
    /// Net value of a lot.
    pub lot_value: Amount,
}

/// The lot of each of these quotas, as its run fixed it.
pub async fn list_lot_values(tx: &UnitOfWork, quotas: &[QuotaId]) -> Result<HashMap<QuotaId, LotValue>> {
    let mut found = HashMap::with_capacity(quotas.len());
    for chunk in quotas.chunks(ROWS_PER_INSERT) {
        let quotas = quota::Entity::find().filter(quota::Column::Id.is_in(chunk.iter().copied())).all(tx.db()).await?;
        let runs: Vec<RunId> = quotas.iter().map(|quota| quota.run_id).collect();
        let lot_sizes = list_lot_sizes(tx, &runs).await?;
        found.extend(quotas.into_iter().map(|quota| {
            let lot_size = lot_sizes.get(&(quota.run_id, quota.product_id)).copied().unwrap_or(1);
            (quota.id, LotValue { lot_size, lot_value: quota.lot_value })
        }));
    }
    Ok(found)
}

/// Units per lot of the products of these runs.
pub async fn list_lot_sizes(tx: &UnitOfWork, runs: &[RunId]) -> Result<HashMap<(RunId, ProductId), i64>> {
    let rows: Vec<(RunId, ProductId, i64)> = run_product::Entity::find()
        .select_only()
        .column(run_product::Column::RunId)
        .column(run_product::Column::ProductId)
        .column(run_product::Column::LotSize)
        .filter(run_product::Column::RunId.is_in(runs.iter().copied()))
        .into_tuple()
        .all(tx.db())
        .await?;
    Ok(rows.into_iter().map(|(run, product, lot_size)| ((run, product), lot_size)).collect())
}
