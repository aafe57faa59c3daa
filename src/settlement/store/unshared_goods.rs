//! Queries of goods that were accepted and whose value is not shared among their makers yet.

use std::collections::HashMap;

use entities::{
    fulfilment::{batch, goods_receipt},
    settlement::pool,
    values::{CycleId, PoolState, ProductId, WorkshopId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
    sea_query::{Expr, Query},
};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// Units of a product that were accepted from a workshop in a cycle.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct UnsharedUnits {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The product.
    pub product_id: ProductId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Units accepted from it.
    pub units: i64,
}

/// What was accepted from these workshops of products whose pool is not closed, or not there yet, because nothing of it is
/// invoiced; the newest cycle first.
pub async fn list_unshared_units(tx: &UnitOfWork, workshops: &[WorkshopId]) -> Result<Vec<UnsharedUnits>> {
    let shared = Query::select()
        .expr(Expr::val(1))
        .from(pool::Entity)
        .and_where(
            Expr::col((pool::Entity, pool::Column::CycleId))
                .equals((goods_receipt::Entity, goods_receipt::Column::CycleId)),
        )
        .and_where(Expr::col((pool::Entity, pool::Column::ProductId)).equals((batch::Entity, batch::Column::ProductId)))
        .and_where(Expr::col((pool::Entity, pool::Column::State)).ne(PoolState::Open))
        .to_owned();
    let found = goods_receipt::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, goods_receipt::Relation::Batch.def())
        .column(goods_receipt::Column::CycleId)
        .column(batch::Column::ProductId)
        .column(batch::Column::WorkshopId)
        .column_as(goods_receipt::Column::Accepted.sum().cast_as("BIGINT"), "units")
        .filter(batch::Column::WorkshopId.is_in(workshops.iter().copied()))
        .filter(goods_receipt::Column::Accepted.gt(0))
        .filter(goods_receipt::Column::CancelledAt.is_null())
        .filter(Expr::exists(shared).not())
        .group_by(goods_receipt::Column::CycleId)
        .group_by(batch::Column::ProductId)
        .group_by(batch::Column::WorkshopId)
        .order_by_desc(goods_receipt::Column::CycleId)
        .order_by_asc(batch::Column::ProductId)
        .order_by_asc(batch::Column::WorkshopId);
    Ok(found.into_model::<UnsharedUnits>().all(tx.db()).await?)
}

/// The open pools of these cycles.
pub async fn list_open_pools(
    tx: &UnitOfWork,
    cycles: &[CycleId],
) -> Result<HashMap<(CycleId, ProductId), pool::Model>> {
    let pools = pool::Entity::find()
        .filter(pool::Column::CycleId.is_in(cycles.iter().copied()))
        .filter(pool::Column::State.eq(PoolState::Open));
    Ok(pools.all(tx.db()).await?.into_iter().map(|pool| ((pool.cycle_id, pool.product_id), pool)).collect())
}
