//! The end of a cycle's ordering, in the same transaction as its closing: from here on quantities and prices are
//! final. The tier of a price follows its quantity at every change, so it is final with the quantity.

use entities::{
    cycles::cycle,
    orders::order,
    values::{CycleId, OccurrenceReason, OrderLineId, OrderState},
};
use serde_json::json;

use crate::{
    catalogue, cycles,
    orders::{
        Event,
        actions::{follow::follow_arrivals, materialise::too_late},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Ends ordering in a cycle that closes: per-guest lines count their guests for the last time, orders without a single
/// workshop are cancelled, and dates of standing orders that nobody decided are skipped where the buyer did not want them,
/// else blocked, and their buyers told.
#[tracing::instrument(name = "orders_close", level = "debug", skip_all)]
pub async fn close(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let cycle: cycle::Model = cycles::cycle(tx, cycle).await?;
    // Standing orders are locked before orders and exposures, as where they become orders.
    for standing in store::occurrences::with_due(tx, cycle.id).await? {
        too_late(tx, standing, cycle.id).await?;
    }
    follow_arrivals(tx, &cycle, None).await?;
    cancel_empty(tx, cycle.id).await
}

async fn cancel_empty(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let empty = store::orders::empty_in(tx, cycle).await?;
    if empty.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = empty.iter().map(|order| order.id).collect();
    let lines = store::lines::of_orders(tx, &ids).await?;
    let holders: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    catalogue::release(tx, &holders).await?;
    let now = tx.now();
    let cancelled: Vec<order::Model> = empty
        .into_iter()
        .map(|order| order::Model {
            state: OrderState::Cancelled,
            cancelled_at: Some(now),
            version: order.version + 1,
            ..order
        })
        .collect();
    for order in &cancelled {
        if let Some(occurrence) = order.occurrence_id {
            let reason = Some(OccurrenceReason::NoGuests);
            let skipped = entities::values::OccurrenceState::Skipped;
            store::occurrences::decide(tx, occurrence, skipped, reason, Some(order.id)).await?;
        }
        tx.audit("order", order.id.0, "cancelled", json!({ "reason": "no_guests" }));
        tx.emit(Event::OrderCancelled { order_id: order.id, buyer_id: order.buyer_id });
    }
    store::orders::put(tx, cancelled).await
}
