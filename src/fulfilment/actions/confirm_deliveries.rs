//! Confirms that deliveries reached their buyers. With the last delivery that ends the cycle is delivered.

use entities::values::{CycleId, CycleState, DeliveryId, DeliveryState, OrderState};
use serde_json::json;

use crate::{
    cycles,
    fulfilment::{
        Event, rules,
        store::{
            self,
            deliveries::{DeliveryScope, DeliverySelection},
        },
    },
    orders,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Confirms a delivery of `scope`. Returns `false` where it was confirmed before.
///
/// # Errors
/// 404; `NotDispatched` before it is dispatched, `DeliveryEnded` where it was lost, refused or returned.
pub async fn confirm_delivery(tx: &mut UnitOfWork, scope: DeliveryScope, id: DeliveryId) -> Result<bool> {
    let cycle = store::deliveries::get_delivery(tx, scope, id).await?.cycle_id;
    cycles::lock_cycle(tx, cycle).await?;
    // Read again under the lock.
    let state = store::deliveries::get_delivery(tx, scope, id).await?.state;
    if state == DeliveryState::Confirmed {
        return Ok(false);
    }
    rules::check_on_its_way(state)?;
    Ok(confirm(tx, cycle, DeliverySelection::One(id)).await? == 1)
}

/// Confirms all dispatched deliveries of a cycle and returns their number.
pub async fn confirm_cycle(tx: &mut UnitOfWork, cycle: CycleId) -> Result<usize> {
    cycles::lock_cycle(tx, cycle).await?;
    confirm(tx, cycle, DeliverySelection::Cycle(cycle)).await
}

async fn confirm(tx: &mut UnitOfWork, cycle: CycleId, selection: DeliverySelection) -> Result<usize> {
    let dispatched = store::deliveries::list_deliveries_in_state(tx, selection, DeliveryState::Dispatched).await?;
    let ids: Vec<DeliveryId> = dispatched.iter().map(|d| d.id).collect();
    store::deliveries::update_confirmed(tx, &ids, tx.actor().person()).await?;
    let delivered = store::delivery_lines::list_order_ids(tx, &ids).await?;
    for chunk in delivered.chunks(ROWS_PER_INSERT) {
        orders::update_delivery_state(tx, chunk, OrderState::Delivered).await?;
    }
    for delivery_id in ids {
        tx.audit("delivery", delivery_id, "confirmed", json!({}));
        tx.emit(Event::DeliveryConfirmed { delivery_id, cycle_id: cycle });
    }
    if !dispatched.is_empty() {
        end_if_delivered(tx, cycle).await?;
    }
    Ok(dispatched.len())
}

/// Ends a cycle whose deliveries have all ended.
///
/// The caller holds the cycle's lock, so that of two concurrent last deliveries the second sees the first.
pub async fn end_if_delivered(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    if store::deliveries::count_open_deliveries(tx, cycle).await? == 0
        && cycles::advance(tx, cycle, CycleState::Delivered).await?
    {
        tx.emit(Event::CycleDelivered { cycle_id: cycle });
    }
    Ok(())
}
