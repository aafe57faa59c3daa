//! Queries of the cycles whose deliveries are all invoiced.

use entities::{
    fulfilment::{delivery, delivery_line},
    invoicing::{invoiced_cycle, invoiced_delivery},
    values::{CycleId, DeliveryState},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::deliveries::delivery_line_invoice;
use crate::platform::{http::problem::Result, rows::insert_if_new, unit_of_work::UnitOfWork};

/// Whether a confirmed delivery of the cycle is not invoiced yet.
///
/// Starts with the newest delivery: the oldest are invoiced first, so that one without invoice is found at once.
pub async fn any_uninvoiced(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let uninvoiced = delivery::Entity::find()
        .inner_join(delivery_line::Entity)
        .join(JoinType::LeftJoin, delivery_line_invoice())
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.eq(DeliveryState::Confirmed))
        .filter(invoiced_delivery::Column::DeliveryLineId.is_null())
        .order_by_desc(delivery::Column::Id)
        .limit(1);
    Ok(uninvoiced.one(tx.db()).await?.is_some())
}

/// Records that all deliveries of a cycle are invoiced. Returns `false` where it was recorded before.
pub async fn insert_invoiced_cycle(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let row = invoiced_cycle::Model { cycle_id: cycle, invoiced_at: tx.now() };
    insert_if_new(tx, row).await
}
