//! Moving orders along with their deliveries.

use entities::values::{OrderId, OrderState};
use serde_json::json;

use crate::{
    orders::store,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Moves orders on to `to`: placed → in delivery → delivered. Those that are there already, or cancelled, stay.
pub async fn mark(tx: &mut UnitOfWork, orders: &[OrderId], to: OrderState) -> Result<()> {
    let from: &[OrderState] = match to {
        OrderState::InDelivery => &[OrderState::Placed],
        OrderState::Delivered => &[OrderState::Placed, OrderState::InDelivery],
        _ => &[],
    };
    for id in store::orders::advance(tx, orders, from, to).await? {
        tx.audit("order", id.0, to.word(), json!({}));
    }
    Ok(())
}
