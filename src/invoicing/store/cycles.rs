//! Which cycles are invoiced whole.

use entities::{
    fulfilment::{delivery, delivery_line},
    invoicing::{invoiced_cycle, invoiced_delivery},
    values::{CycleId, DeliveryState},
};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef};

use crate::platform::{http::problem::Result, rows::insert_if_new, unit_of_work::UnitOfWork};

/// How a delivery's lines are joined.
pub(super) fn lines_of_delivery() -> RelationDef {
    delivery::Entity::belongs_to(delivery_line::Entity)
        .from(delivery::Column::Id)
        .to(delivery_line::Column::DeliveryId)
        .into()
}

/// How a delivered line's invoice is joined.
pub(super) fn invoice_of_line() -> RelationDef {
    delivery_line::Entity::belongs_to(invoiced_delivery::Entity)
        .from(delivery_line::Column::Id)
        .to(invoiced_delivery::Column::DeliveryLineId)
        .into()
}

/// Whether a confirmed delivery of the cycle waits for its invoice. It looks from the newest on: a run issues the
/// oldest first, so that what waits is found at once.
pub async fn waits_for_invoice(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let waiting = delivery::Entity::find()
        .join(JoinType::InnerJoin, lines_of_delivery())
        .join(JoinType::LeftJoin, invoice_of_line())
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.eq(DeliveryState::Confirmed))
        .filter(invoiced_delivery::Column::DeliveryLineId.is_null())
        .order_by_desc(delivery::Column::Id)
        .limit(1);
    Ok(waiting.one(tx.db()).await?.is_some())
}

/// Writes down that a cycle is invoiced whole; `false` where it was known.
pub async fn set_invoiced(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let row = invoiced_cycle::Model { cycle_id: cycle, invoiced_at: tx.now() };
    insert_if_new(tx, row).await
}
