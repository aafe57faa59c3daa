//! Deliveries arrive: the buyer says so, or staff for it. With the last one the cycle is delivered.

use entities::values::{CycleId, CycleState, DeliveryId, DeliveryState, OrderState};
use serde_json::json;

use crate::{
    cycles,
    fulfilment::{
        Event, FulfilmentError,
        store::{
            self,
            deliveries::{Scope, Which},
        },
    },
    orders,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A delivery of this scope arrived; `false` where that was known.
///
/// # Errors
/// 404, and `NotDispatched` before it is dispatched.
pub async fn confirm(tx: &mut UnitOfWork, scope: Scope, id: DeliveryId) -> Result<bool> {
    let cycle = store::deliveries::scoped(tx, scope, id).await?.cycle_id;
    cycles::lock(tx, cycle).await?;
    // Read again under the lock.
    match store::deliveries::scoped(tx, scope, id).await?.state {
        DeliveryState::Confirmed => Ok(false),
        state @ DeliveryState::Prepared => Err(FulfilmentError::NotDispatched { state }.into()),
        DeliveryState::Dispatched => Ok(arrive(tx, cycle, Which::One(id)).await? == 1),
    }
}

/// All deliveries of a cycle that are on their way arrived; how many.
pub async fn confirm_cycle(tx: &mut UnitOfWork, cycle: CycleId) -> Result<usize> {
    cycles::lock(tx, cycle).await?;
    arrive(tx, cycle, Which::Cycle(cycle)).await
}

async fn arrive(tx: &mut UnitOfWork, cycle: CycleId, which: Which) -> Result<usize> {
    let arriving = store::deliveries::in_state(tx, which, DeliveryState::Dispatched).await?;
    let ids: Vec<DeliveryId> = arriving.iter().map(|d| d.id).collect();
    store::deliveries::set_confirmed(tx, &ids, tx.actor().person()).await?;
    let delivered = store::deliveries::orders_in(tx, &ids).await?;
    for chunk in delivered.chunks(ROWS_PER_INSERT) {
        orders::update_delivery_state(tx, chunk, OrderState::Delivered).await?;
    }
    for delivery_id in ids {
        tx.audit("delivery", delivery_id, "confirmed", json!({}));
        tx.emit(Event::DeliveryConfirmed { delivery_id, cycle_id: cycle });
    }
    if !arriving.is_empty() {
        end_if_delivered(tx, cycle).await?;
    }
    Ok(arriving.len())
}

/// Ends a cycle whose deliveries are all confirmed. The caller holds the cycle's lock, so that of two last
/// confirmations one sees the other.
pub async fn end_if_delivered(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    if store::deliveries::unconfirmed(tx, cycle).await? == 0
        && cycles::advance(tx, cycle, CycleState::Delivered).await?
    {
        tx.emit(Event::CycleDelivered { cycle_id: cycle });
    }
    Ok(())
}
