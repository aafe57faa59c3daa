//! Moving orders along with their deliveries.

use entities::values::{OrderId, OrderState};
use serde_json::json;

use crate::{
    orders::store,
    platform::{http::problem::Answer, work::Work},
};

/// Moves orders on to `to`: placed → in delivery → delivered. Those that are there already, or cancelled, stay.
pub async fn mark(work: &mut Work, orders: &[OrderId], to: OrderState) -> Answer<()> {
    let from: &[OrderState] = match to {
        OrderState::InDelivery => &[OrderState::Placed],
        OrderState::Delivered => &[OrderState::Placed, OrderState::InDelivery],
        _ => &[],
    };
    for id in store::orders::advance(work, orders, from, to).await? {
        work.audit("order", id.0, to.word(), json!({}));
    }
    Ok(())
}
