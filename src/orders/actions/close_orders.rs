//! Ends ordering in a cycle, in the transaction that closes the cycle. Quantities and prices are final after it.

use entities::{
    cycles::cycle,
    orders::order,
    values::{CycleId, OccurrenceReason, OrderLineId, OrderState},
};
use serde_json::json;

use super::{
    batch_waits::close_batch_waits,
    materialise_occurrences::{close_occurrences, retry_occurrences_at_close},
    recompute_guest_lines::recompute_guest_lines,
    record_order_changes::{OrderChangeRecord, record_order_changes},
};
use crate::{
    catalogue, cycles,
    orders::{Event, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Ends ordering in a cycle that closes: recomputes per-guest lines and tries blocked dates of standing orders for the
/// last time, cancels orders in which every line has quantity 0, and decides the dates that are still due: skipped where
/// the buyer did not want them, otherwise blocked.
#[tracing::instrument(name = "orders_close", level = "debug", skip_all)]
pub async fn close_orders(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let cycle: cycle::Model = cycles::get_cycle(tx, cycle).await?;
    // Standing orders are locked before orders and accounts, as where they become orders.
    for standing in store::occurrences::list_standing_orders_with_due(tx, cycle.id).await? {
        close_occurrences(tx, standing, cycle.id).await?;
    }
    for standing in store::occurrences::list_standing_orders_to_retry(tx, cycle.id).await? {
        retry_occurrences_at_close(tx, standing, &cycle).await?;
    }
    recompute_guest_lines(tx, &cycle, None).await?;
    cancel_empty_orders(tx, cycle.id).await?;
    close_batch_waits(tx, &cycle).await
}

async fn cancel_empty_orders(tx: &mut UnitOfWork, cycle: CycleId) -> Result<()> {
    let empty = store::orders::list_empty(tx, cycle).await?;
    if empty.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = empty.iter().map(|order| order.id).collect();
    let lines = store::lines::list(tx, &ids).await?;
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
        store::occurrences::update_cancelled(tx, order.id, OccurrenceReason::NoGuests).await?;
        tx.audit("order", order.id.0, "cancelled", json!({ "reason": "no_guests" }));
        tx.emit(Event::OrderCancelled { order_id: order.id, buyer_id: order.buyer_id });
    }
    let changes = cancelled.iter().map(|order| OrderChangeRecord::cancellation(order.id, None, &lines, &[])).collect();
    record_order_changes(tx, changes).await?;
    store::orders::update_many(tx, cancelled).await
}
