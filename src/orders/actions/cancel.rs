//! Taking an order back: until its cut-off anybody of the buyer's, after it the cooperative alone, as long as nothing
//! of its cycle was received.

use std::collections::BTreeMap;

use entities::{
    orders::order,
    values::{Amount, CycleState, OrderId, OrderLineId, OrderState, ProductId},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    catalogue, cycles,
    orders::{Event, OrderError, actions::place::expose, store},
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::UnitOfWork,
    },
};

/// Cancels an order that was opened for change: gives back its capacity and its part of the exposure. Repeated, it
/// changes nothing.
///
/// # Errors
/// 409 `order_state` where it is on its way already.
pub async fn cancel(tx: &mut UnitOfWork, order: order::Model, reason: Option<String>) -> Result<order::Model> {
    match order.state {
        OrderState::Cancelled => return Ok(order),
        OrderState::Placed => {}
        state => return Err(OrderError::OrderNotPlaced { state }.into()),
    }
    let lines = store::lines::of_orders(tx, &[order.id]).await?;
    let holders: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    catalogue::release(tx, &holders).await?;
    // What comes to nothing by a shortage has left the exposure already.
    let comes_to_nothing = store::lines::wholly_short(tx, &[order.id]).await?.contains(&order.id);
    let held = if comes_to_nothing { Amount::ZERO } else { order.net + order.tax };
    let (version, occurrence) = (order.version + 1, order.occurrence_id);
    let row = order::ActiveModel {
        state: Set(OrderState::Cancelled),
        cancelled_at: Set(Some(tx.now())),
        cancel_reason: Set(reason),
        version: Set(version),
        ..order.into_active_model()
    };
    let order = store::orders::update(tx, row).await?;
    expose(tx, &order, -held, false).await?;
    if let Some(occurrence) = occurrence {
        store::occurrences::order_cancelled(tx, occurrence, tx.now()).await?;
    }
    tx.audit("order", order.id.0, "cancelled", json!({ "reason": order.cancel_reason }));
    tx.emit(Event::OrderCancelled { order_id: order.id, buyer_id: order.buyer_id });
    Ok(order)
}

/// Cancels an order for its buyer, also after the cut-off: what was still due of it is wanted no more, and the units
/// that were to make it are told. Repeated, it changes nothing.
///
/// # Errors
/// 404; 409 `order_state` where it is on its way, `cycle_delivering` once goods of its cycle are received.
pub async fn cancel_any(tx: &mut UnitOfWork, id: OrderId, reason: Option<String>) -> Result<order::Model> {
    let seen = store::orders::get(tx, id).await?;
    let cycle = cycles::lock(tx, seen.cycle_id).await?;
    let order = store::orders::lock(tx, &[id]).await?.pop().ok_or_else(|| Problem::not_found("order"))?;
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
    let units = due_of(tx, id).await?;
    let order = cancel(tx, order, reason).await?;
    tx.emit(Event::DemandFell { cycle_id: cycle.id, order_id: id, units });
    Ok(order)
}

/// Units still due of an order, by product.
async fn due_of(tx: &UnitOfWork, id: OrderId) -> Result<Vec<(ProductId, i64)>> {
    let lines = store::lines::of_orders(tx, &[id]).await?;
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    let short = store::shortages::of_lines(tx, &ids).await?;
    let mut due: BTreeMap<ProductId, i64> = BTreeMap::new();
    for line in &lines {
        *due.entry(line.product_id).or_default() += line.quantity - short.get(&line.id).copied().unwrap_or(0);
    }
    due.retain(|_, units| *units > 0);
    Ok(due.into_iter().collect())
}
