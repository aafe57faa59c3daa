//! Dispatches prepared deliveries: they leave the cooperative.

use entities::values::{CycleId, DeliveryId, DeliveryState, OrderState};
use serde_json::json;

use crate::{
    cycles,
    fulfilment::{
        Event, FulfilmentError, rules,
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

/// Dispatches a delivery. Returns `false` where it was dispatched before.
///
/// # Errors
/// 404; `DeliveryEnded` where it was lost or returned before it left.
pub async fn dispatch_delivery(tx: &mut UnitOfWork, id: DeliveryId) -> Result<bool> {
    let cycle = store::deliveries::get_delivery(tx, DeliveryScope::All, id).await?.cycle_id;
    cycles::lock_cycle(tx, cycle).await?;
    let state = store::deliveries::get_delivery(tx, DeliveryScope::All, id).await?.state;
    if rules::has_failed(state) {
        return Err(FulfilmentError::DeliveryEnded { state }.into());
    }
    Ok(dispatch(tx, cycle, DeliverySelection::One(id)).await? == 1)
}

/// Dispatches all prepared deliveries of a cycle and returns their number.
pub async fn dispatch_cycle(tx: &mut UnitOfWork, cycle: CycleId) -> Result<usize> {
    dispatch(tx, cycle, DeliverySelection::Cycle(cycle)).await
}

async fn dispatch(tx: &mut UnitOfWork, cycle: CycleId, selection: DeliverySelection) -> Result<usize> {
    cycles::lock_cycle(tx, cycle).await?;
    let prepared = store::deliveries::list_deliveries_in_state(tx, selection, DeliveryState::Prepared).await?;
    let ids: Vec<DeliveryId> = prepared.iter().map(|d| d.id).collect();
    store::deliveries::update_dispatched(tx, &ids).await?;
    let orders_in_delivery = store::delivery_lines::list_order_ids(tx, &ids).await?;
    for chunk in orders_in_delivery.chunks(ROWS_PER_INSERT) {
        orders::update_delivery_state(tx, chunk, OrderState::InDelivery).await?;
    }
    for delivery_id in ids {
        tx.audit("delivery", delivery_id, "dispatched", json!({}));
        tx.emit(Event::DeliveryDispatched { delivery_id });
    }
    Ok(prepared.len())
}
