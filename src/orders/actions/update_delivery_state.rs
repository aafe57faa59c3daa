//! The state of orders follows their deliveries.

use entities::values::{CycleId, OrderId, OrderState};
use serde_json::json;

use crate::{
    orders::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Ends the orders of a delivered cycle of which nothing came: shortages have left nothing to deliver of them. Their
/// buyers heard of the shortages, and they are in no exposure.
pub async fn end_undelivered_orders(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let placed = store::orders::list_placed(tx, cycle).await?;
    for id in store::orders::update_state(tx, &placed, &[OrderState::Placed], OrderState::Undelivered).await? {
        tx.audit("order", id.0, OrderState::Undelivered.word(), json!({}));
    }
    Ok(())
}

/// Sets the state of orders to in delivery, delivered or undelivered. Orders that have reached such an end, and cancelled
/// ones, stay as they are.
pub async fn update_delivery_state(tx: &mut UnitOfWork, orders: &[OrderId], to: OrderState) -> Result<()> {
    let from: &[OrderState] = match to {
        OrderState::InDelivery => &[OrderState::Placed],
        OrderState::Delivered | OrderState::Undelivered => &[OrderState::Placed, OrderState::InDelivery],
        _ => &[],
    };
    for id in store::orders::update_state(tx, orders, from, to).await? {
        tx.audit("order", id.0, to.word(), json!({}));
    }
    Ok(())
}
