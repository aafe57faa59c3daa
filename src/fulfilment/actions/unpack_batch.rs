//! Brings the deliveries and the stock of a prepared cycle in line with what is accepted of a batch.

use std::collections::{BTreeMap, BTreeSet};

use entities::{
    fulfilment::batch,
    values::{
        CycleId, DeliveryFailure, DeliveryId, DeliveryState, OrderId, OrderLineId, OrderState, ShortageCause,
        StockDisposalKind,
    },
};
use serde_json::json;

use super::{
    dispose_stock::{NewDisposal, dispose_stock},
    end_delivery::end_delivery,
    receive_stock::receive_surplus,
};
use crate::{
    fulfilment::{
        Event, FulfilmentError, rules,
        store::{self, delivery_lines::PackedLine},
    },
    orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Takes units of a batch out of the deliveries that have not left, the last packed first. They become shortages of their
/// order lines, of which the buyers are notified. A delivery that is empty then ends as returned. `fact` names the cause.
///
/// The caller holds the lock of the cycle.
///
/// # Errors
/// `GoodsLeft` where fewer units have not left.
pub async fn unpack_batch(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    batch: &batch::Model,
    units: i64,
    cause: ShortageCause,
    fact: &str,
) -> Result<()> {
    let packed = store::delivery_lines::list_packed_lines(tx, batch.id).await?;
    let packed: Vec<PackedLine> =
        packed.into_iter().filter(|row| row.delivery.state == DeliveryState::Prepared).collect();
    let quantities: Vec<i64> = packed.iter().map(|row| row.line.quantity).collect();
    let available = quantities.iter().sum();
    let unpacked = rules::units_to_unpack(&quantities, units).ok_or(FulfilmentError::GoodsLeft { available })?;
    let mut missing: BTreeMap<OrderLineId, i64> = BTreeMap::new();
    let mut changed: BTreeSet<DeliveryId> = BTreeSet::new();
    for (PackedLine { line, .. }, taken) in packed.iter().zip(unpacked).filter(|(_, taken)| *taken > 0) {
        *missing.entry(line.order_line_id).or_default() += taken;
        changed.insert(line.delivery_id);
        store::delivery_lines::update_quantity(tx, line.id, line.quantity - taken).await?;
        tx.audit(
            "delivery",
            line.delivery_id,
            "unpacked",
            json!({ "batch": batch.code, "units": taken, "fact": fact }),
        );
    }
    orders::record_line_shortages(tx, cycle, &missing, cause, fact.to_owned()).await?;
    end_empty_orders(tx, &missing).await?;
    if !changed.is_empty() {
        tx.emit(Event::GoodsUnpacked { cycle_id: cycle, batch_id: batch.id, fact: fact.to_owned() });
    }
    for id in changed {
        if store::delivery_lines::list_delivery_lines(tx, &[id]).await?.is_empty() {
            end_delivery(tx, id, DeliveryFailure::Returned, format!("{}: {fact}", batch.code)).await?;
        }
    }
    Ok(())
}

/// Ends the orders of these lines that have no line in a delivery any more.
pub(super) async fn end_empty_orders(tx: &mut UnitOfWork, missing: &BTreeMap<OrderLineId, i64>) -> Result<()> {
    let ids: Vec<OrderLineId> = missing.keys().copied().collect();
    let lines = orders::find_order_lines(tx, &ids).await?;
    let affected: BTreeSet<OrderId> = lines.values().map(|line| line.order_id).collect();
    let affected: Vec<OrderId> = affected.into_iter().collect();
    let packed = store::delivery_lines::list_packed_orders(tx, &affected).await?;
    let empty: Vec<OrderId> = affected.into_iter().filter(|id| !packed.contains(id)).collect();
    orders::update_delivery_state(tx, &empty, OrderState::Undelivered).await
}

/// Brings the deliveries and the stock of a prepared cycle in line with the units that are accepted of a batch: more than
/// before become the cooperative's; fewer leave its stock, and what it has not, the deliveries. `fact` names the correction.
///
/// # Errors
/// `GoodsLeft`.
pub async fn reconcile_batch(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    batch: &batch::Model,
    fact: &str,
    reason: &str,
) -> Result<()> {
    let receipts = store::goods_receipts::list_receipts_of_batch(tx, batch.id).await?;
    let accepted: i64 = receipts.iter().filter(|row| row.cancelled_at.is_none()).map(|row| row.accepted).sum();
    let packed = store::delivery_lines::list_packed_lines(tx, batch.id).await?;
    let packed: i64 = packed.iter().map(|row| row.line.quantity).sum();
    let in_stock = store::stock::sum_units_without_line(tx, batch.id).await?;
    let difference = accepted - packed - in_stock;
    if difference > 0 {
        return receive_surplus(tx, cycle, vec![(batch.clone(), difference)], fact).await;
    }
    let left = take_from_stock(tx, batch, -difference, reason).await?;
    if left > 0 {
        unpack_batch(tx, cycle, batch, left, ShortageCause::NotDelivered, fact).await?;
    }
    Ok(())
}

/// Takes units of a batch that had not come out of the cooperative's stock. Returns how many it has not.
async fn take_from_stock(tx: &mut UnitOfWork, batch: &batch::Model, units: i64, reason: &str) -> Result<i64> {
    let mut left = units;
    for item in store::stock::lock_surplus(tx, batch.id).await? {
        let units = item.remaining.min(left);
        if units > 0 {
            let not_received = NewDisposal {
                kind: StockDisposalKind::NotReceived,
                units,
                total: None,
                recipient: None,
                document: None,
                reason: Some(reason.to_owned()),
            };
            dispose_stock(tx, item.id, not_received).await?;
            left -= units;
        }
    }
    Ok(left)
}
