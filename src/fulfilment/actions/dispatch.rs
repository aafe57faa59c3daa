//! Deliveries leave the cooperative.

use entities::values::{CycleId, DeliveryId, DeliveryState, OrderState};
use serde_json::json;

use crate::{
    cycles,
    fulfilment::{
        Event,
        store::{self, deliveries::Which},
    },
    orders,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A delivery leaves; `false` where it had left before.
pub async fn dispatch(tx: &mut UnitOfWork, id: DeliveryId) -> Result<bool> {
    let cycle = store::deliveries::delivery(tx, id).await?.cycle_id;
    Ok(leave(tx, cycle, Which::One(id)).await? == 1)
}

/// All prepared deliveries of a cycle leave; how many did.
pub async fn dispatch_cycle(tx: &mut UnitOfWork, cycle: CycleId) -> Result<usize> {
    leave(tx, cycle, Which::Cycle(cycle)).await
}

async fn leave(tx: &mut UnitOfWork, cycle: CycleId, which: Which) -> Result<usize> {
    cycles::lock(tx, cycle).await?;
    let leaving = store::deliveries::in_state(tx, which, DeliveryState::Prepared).await?;
    let ids: Vec<DeliveryId> = leaving.iter().map(|d| d.id).collect();
    store::deliveries::set_dispatched(tx, &ids).await?;
    let on_their_way = store::deliveries::orders_in(tx, &ids).await?;
    for chunk in on_their_way.chunks(ROWS_PER_INSERT) {
        orders::update_delivery_state(tx, chunk, OrderState::InDelivery).await?;
    }
    for delivery_id in ids {
        tx.audit("delivery", delivery_id, "dispatched", json!({}));
        tx.emit(Event::DeliveryDispatched { delivery_id });
    }
    Ok(leaving.len())
}
