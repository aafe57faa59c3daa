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
        http::problem::Answer,
        work::{ROWS_PER_INSERT, Work},
    },
};

/// A delivery leaves; `false` where it had left before.
pub async fn dispatch(work: &mut Work, id: DeliveryId) -> Answer<bool> {
    let cycle = store::deliveries::delivery(work, id).await?.cycle_id;
    Ok(leave(work, cycle, Which::One(id)).await? == 1)
}

/// All prepared deliveries of a cycle leave; how many did.
pub async fn dispatch_cycle(work: &mut Work, cycle: CycleId) -> Answer<usize> {
    leave(work, cycle, Which::Cycle(cycle)).await
}

async fn leave(work: &mut Work, cycle: CycleId, which: Which) -> Answer<usize> {
    cycles::lock(work, cycle).await?;
    let leaving = store::deliveries::in_state(work, which, DeliveryState::Prepared).await?;
    let ids: Vec<DeliveryId> = leaving.iter().map(|d| d.id).collect();
    store::deliveries::set_dispatched(work, &ids).await?;
    let on_their_way = store::deliveries::orders_in(work, &ids).await?;
    for chunk in on_their_way.chunks(ROWS_PER_INSERT) {
        orders::mark(work, chunk, OrderState::InDelivery).await?;
    }
    for delivery_id in ids {
        work.audit("delivery", delivery_id, "dispatched", json!({}));
        work.emit(Event::DeliveryDispatched { delivery_id });
    }
    Ok(leaving.len())
}
