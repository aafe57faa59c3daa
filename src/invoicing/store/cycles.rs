//! Queries of what of cycles is not invoiced yet.

use std::collections::HashSet;

use entities::{
    fulfilment::{delivery, delivery_line},
    invoicing::invoiced_delivery,
    values::{CycleId, DeliveryState, ProductId},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use super::deliveries::delivery_line_invoice;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The products of these cycles with a confirmed delivery line that is not invoiced yet.
pub async fn list_uninvoiced_products(tx: &UnitOfWork, cycles: &[CycleId]) -> Result<HashSet<(CycleId, ProductId)>> {
    let uninvoiced = delivery::Entity::find()
        .select_only()
        .column(delivery::Column::CycleId)
        .column(delivery_line::Column::ProductId)
        .distinct()
        .inner_join(delivery_line::Entity)
        .join(JoinType::LeftJoin, delivery_line_invoice())
        .filter(delivery::Column::CycleId.is_in(cycles.iter().copied()))
        .filter(delivery::Column::State.eq(DeliveryState::Confirmed))
        .filter(invoiced_delivery::Column::DeliveryLineId.is_null());
    Ok(uninvoiced.into_tuple::<(CycleId, ProductId)>().all(tx.db()).await?.into_iter().collect())
}
