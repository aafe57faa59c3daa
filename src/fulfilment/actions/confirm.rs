//! Deliveries arrive: the buyer says so, or staff for it. With the last one the cycle is delivered.

use entities::values::{CycleId, CycleState, DeliveryId, DeliveryState, OrderState};
use serde_json::json;

use crate::{
    cycles,
    fulfilment::{
        Event,
        store::{
            self,
            deliveries::{Scope, Which},
        },
    },
    orders,
    platform::{
        http::problem::{Answer, Problem},
        work::{ROWS_PER_INSERT, Work},
    },
};

/// A delivery of this scope arrived; `false` where that was known.
///
/// Refuses 409 `not_dispatched` before it left.
pub async fn confirm(work: &mut Work, scope: Scope, id: DeliveryId) -> Answer<bool> {
    let cycle = store::deliveries::scoped(work, scope, id).await?.cycle_id;
    cycles::lock(work, cycle).await?;
    // Read again under the lock.
    match store::deliveries::scoped(work, scope, id).await?.state {
        DeliveryState::Confirmed => Ok(false),
        DeliveryState::Prepared => {
            Err(Problem::refused("not_dispatched", "This delivery has not left the cooperative yet."))
        }
        DeliveryState::Dispatched => Ok(arrive(work, cycle, Which::One(id)).await? == 1),
    }
}

/// All deliveries of a cycle that are on their way arrived; how many.
pub async fn confirm_cycle(work: &mut Work, cycle: CycleId) -> Answer<usize> {
    cycles::lock(work, cycle).await?;
    arrive(work, cycle, Which::Cycle(cycle)).await
}

async fn arrive(work: &mut Work, cycle: CycleId, which: Which) -> Answer<usize> {
    let arriving = store::deliveries::in_state(work, which, DeliveryState::Dispatched).await?;
    let ids: Vec<DeliveryId> = arriving.iter().map(|d| d.id).collect();
    store::deliveries::set_confirmed(work, &ids, work.actor().person()).await?;
    let delivered = store::deliveries::orders_in(work, &ids).await?;
    for chunk in delivered.chunks(ROWS_PER_INSERT) {
        orders::mark(work, chunk, OrderState::Delivered).await?;
    }
    for delivery_id in ids {
        work.audit("delivery", delivery_id, "confirmed", json!({}));
        work.emit(Event::DeliveryConfirmed { delivery_id, cycle_id: cycle });
    }
    if !arriving.is_empty() {
        end_if_delivered(work, cycle).await?;
    }
    Ok(arriving.len())
}

/// Ends a cycle whose deliveries are all confirmed. The caller holds the cycle's lock, so that of two last
/// confirmations one sees the other.
pub async fn end_if_delivered(work: &mut Work, cycle: CycleId) -> Answer<()> {
    if store::deliveries::unconfirmed(work, cycle).await? == 0
        && cycles::advance(work, cycle, CycleState::Delivered).await?
    {
        work.emit(Event::CycleDelivered { cycle_id: cycle });
    }
    Ok(())
}
