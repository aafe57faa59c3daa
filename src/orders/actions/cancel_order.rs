//! Cancels orders: a buyer until the cut-off, staff also after it, until goods of the cycle are received.

use std::collections::BTreeMap;

use entities::{
    orders::order,
    values::{Amount, BuyerId, CycleState, OccurrenceReason, OrderId, OrderLineId, OrderState, ProductId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use super::{
    amend_order::{OpenOrder, lock_open_order},
    place_order::move_exposure,
    record_order_changes::{OrderChangeRecord, record_order_changes},
};
use crate::{
    catalogue, cycles,
    orders::{Event, OrderError, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Cancels an order of this buyer until its cut-off. A cancelled order stays as it is.
///
/// # Errors
/// 404 for an order of another buyer; `CycleNotOpen` after the cut-off, `OrderNotPlaced` where it is in delivery.
pub async fn cancel_own_order(
    tx: &mut UnitOfWork,
    buyer: BuyerId,
    id: OrderId,
    reason: Option<String>,
) -> Result<order::Model> {
    let OpenOrder { order, .. } = lock_open_order(tx, buyer, id).await?;
    cancel(tx, order, reason).await
}

/// Cancels an order for its buyer, also after the cut-off. After it the units that were still due leave the demand, and
/// the event lets the workshops know. A cancelled order stays as it is.
///
/// # Errors
/// 404; `OrderNotPlaced` where it is in delivery, `CycleDelivering` once goods of its cycle are received.
pub async fn cancel_order(tx: &mut UnitOfWork, id: OrderId, reason: Option<String>) -> Result<order::Model> {
    let cycle_id = store::orders::get(tx, id).await?.cycle_id;
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    let order = store::orders::lock(tx, id).await?;
    if order.state == OrderState::Cancelled {
        return Ok(order);
    }
    match cycle.state {
        CycleState::Draft | CycleState::Open => return cancel(tx, order, reason).await,
        CycleState::Closed | CycleState::Allocated | CycleState::Published => {}
        CycleState::Delivering | CycleState::Delivered => {
            return Err(OrderError::CycleDelivering { state: cycle.state }.into());
        }
    }
    let units = due_units(tx, id).await?;
    let order = cancel(tx, order, reason).await?;
    tx.emit(Event::DemandFell { cycle_id: cycle.id, order_id: id, units });
    Ok(order)
}

/// Cancels a locked order and releases its capacity and its part of the exposure.
async fn cancel(tx: &mut UnitOfWork, order: order::Model, reason: Option<String>) -> Result<order::Model> {
    match order.state {
        OrderState::Cancelled => return Ok(order),
        OrderState::Placed => {}
        state => return Err(OrderError::OrderNotPlaced { state }.into()),
    }
    let lines = store::lines::list(tx, &[order.id]).await?;
    let holders: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    catalogue::release(tx, &holders).await?;
    // An order that shortages leave empty is no longer in the exposure.
    let is_empty = store::lines::list_undeliverable_orders(tx, &[order.id]).await?.contains(&order.id);
    let exposed = if is_empty { Amount::ZERO } else { order.net + order.tax };
    let version = order.version + 1;
    let row = order::ActiveModel {
        state: Set(OrderState::Cancelled),
        cancelled_at: Set(Some(tx.now())),
        cancel_reason: Set(reason),
        version: Set(version),
        ..order.into_active_model()
    };
    let order = store::orders::update(tx, row).await?;
    move_exposure(tx, &order, -exposed, false).await?;
    let baskets = store::baskets::list(tx, &[order.id]).await?;
    let change = OrderChangeRecord::cancellation(order.id, order.cancel_reason.clone(), &lines, &baskets);
    record_order_changes(tx, vec![change]).await?;
    store::occurrences::update_cancelled(tx, order.id, OccurrenceReason::Cancelled).await?;
    tx.audit("order", order.id.0, "cancelled", json!({ "reason": order.cancel_reason }));
    tx.emit(Event::OrderCancelled { order_id: order.id, buyer_id: order.buyer_id });
    Ok(order)
}

/// Units still due of an order, by product.
async fn due_units(tx: &UnitOfWork, id: OrderId) -> Result<Vec<(ProductId, i64)>> {
    let mut lines = store::lines::list(tx, &[id]).await?;
    lines.retain(|line| !line.packaging);
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    let missing = store::shortages::sum_by_line(tx, &ids).await?;
    let mut due: BTreeMap<ProductId, i64> = BTreeMap::new();
    for line in &lines {
        *due.entry(line.product_id).or_default() += line.quantity - missing.get(&line.id).copied().unwrap_or(0);
    }
    due.retain(|_, units| *units > 0);
    Ok(due.into_iter().collect())
}
