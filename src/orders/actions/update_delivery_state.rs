//! The state of orders follows their deliveries.

use entities::values::{OrderId, OrderState};
use serde_json::json;

use crate::{
    orders::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

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
