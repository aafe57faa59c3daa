//! Taking an order back until its cut-off.

use entities::{
    orders::order,
    values::{OrderLineId, OrderState},
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};
use serde_json::json;

use crate::{
    catalogue,
    orders::{Event, actions::place::expose, store},
    platform::{
        http::problem::{Answer, Problem},
        work::Work,
    },
};

/// Cancels an order that was opened for change: gives back its capacity and its part of the exposure. Repeated, it
/// changes nothing.
///
/// # Errors
/// 409 `order_state` where it is on its way already.
pub async fn cancel(work: &mut Work, order: order::Model, reason: Option<String>) -> Answer<order::Model> {
    match order.state {
        OrderState::Cancelled => return Ok(order),
        OrderState::Placed => {}
        _ => return Err(Problem::refused("order_state", "Only an order that is placed can be cancelled.")),
    }
    let lines = store::lines::of_orders(work, &[order.id]).await?;
    let holders: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    catalogue::release(work, &holders).await?;
    let held = order.net + order.tax;
    let (version, occurrence) = (order.version + 1, order.occurrence_id);
    let row = order::ActiveModel {
        state: Set(OrderState::Cancelled),
        cancelled_at: Set(Some(work.now())),
        cancel_reason: Set(reason),
        version: Set(version),
        ..order.into_active_model()
    };
    let order = store::orders::update(work, row).await?;
    expose(work, &order, -held, false).await?;
    if let Some(occurrence) = occurrence {
        store::occurrences::order_cancelled(work, occurrence, work.now()).await?;
    }
    work.audit("order", order.id.0, "cancelled", json!({ "reason": order.cancel_reason }));
    work.emit(Event::OrderCancelled { order_id: order.id, buyer_id: order.buyer_id });
    Ok(order)
}
