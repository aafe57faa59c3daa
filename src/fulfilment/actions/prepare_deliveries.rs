//! Prepares the deliveries of a cycle: one for each buyer and delivery point, packed from what was accepted. Receiving
//! ends with it; what is missing becomes a shortage, and what no order needs the cooperative's.

use std::collections::{BTreeMap, HashMap};

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::{batch, delivery, delivery_line},
    values::{
        BatchId, BuyerId, CycleId, CycleState, DeliveryId, DeliveryPointId, DeliveryState, OrderLineId, ProductId,
        QuotaId, QuotaState, RejectionCause, ShortageCause,
    },
};
use serde_json::json;

use super::{
    confirm_deliveries,
    receive_stock::receive_surplus,
    record_goods_receipt::{Goods, NewGoodsReceipt, insert_receipt},
};
use crate::{
    allocation, cycles,
    fulfilment::{
        Event, FulfilmentError,
        rules::{self, BatchStock, LineDemand},
        store::{self, batches::AcceptedBatch, goods_receipts::ReceiptTotals},
    },
    orders::{self, DueLine},
    platform::{
        http::problem::Result,
        locale::{Localizer, localize},
        unit_of_work::UnitOfWork,
    },
};

/// Prepares the deliveries of a cycle. Returns `false` where they are prepared already. A cycle in which nothing is left
/// to deliver becomes delivered.
///
/// # Errors
/// 404; `QuotasUnanswered` while workshops may still answer; `CycleError::InvalidTransition` before the quotas are
/// published.
pub async fn prepare_deliveries(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let cycle = cycles::lock_cycle(tx, cycle_id).await?;
    if store::deliveries::is_receiving_over(tx, &cycle).await? {
        return Ok(false);
    }
    if store::quotas::any_unanswered(tx, cycle_id).await? {
        return Err(FulfilmentError::QuotasUnanswered.into());
    }
    cycles::advance(tx, cycle_id, CycleState::Delivering).await?;
    let quotas = allocation::list_live_quotas(tx, cycle_id).await?;
    let totals = store::goods_receipts::sum_by_quota_of_cycle(tx, cycle_id).await?;
    record_missing_units(tx, &quotas, &totals).await?;
    let stock = store::batches::list_accepted_batches(tx, cycle_id).await?;
    let due = due_after_shortages(tx, cycle_id, &stock, &rejected_units(&quotas, &totals)).await?;
    let packing = pack(tx, &cycle, stock.clone(), &due);
    receive_surplus(tx, cycle_id, surplus(stock, &packing.lines), "prepared").await?;
    let (deliveries, lines) = (packing.deliveries.len(), packing.lines.len());
    store::deliveries::insert_deliveries(tx, packing.deliveries, packing.lines).await?;
    allocation::end_unfulfilled_quotas(tx, cycle_id).await?;
    tx.audit("cycle", cycle_id, "prepared", json!({ "deliveries": deliveries, "lines": lines }));
    tx.emit(Event::DeliveriesPrepared { cycle_id });
    confirm_deliveries::end_if_delivered(tx, cycle_id).await?;
    Ok(true)
}

/// Records as missing the units of each quota that have no receipt.
async fn record_missing_units(
    tx: &mut UnitOfWork,
    quotas: &[quota::Model],
    totals: &HashMap<QuotaId, ReceiptTotals>,
) -> Result<()> {
    for quota in quotas.iter().filter(|q| q.state != QuotaState::Fulfilled) {
        let totals = totals.get(&quota.id).copied().unwrap_or_default();
        let missing = rules::not_brought(quota.units, totals.accepted, totals.faulty, totals.missing);
        if missing > 0 {
            let receipt = NewGoodsReceipt {
                quota_id: quota.id,
                goods: Goods::None,
                accepted: 0,
                rejected: missing,
                rejection: Some(RejectionCause::Missing),
                reason: Some(localize!(Localizer::SHARED, "receipt-not-brought")),
                replaces: None,
            };
            insert_receipt(tx, quota, None, &receipt).await?;
        }
    }
    Ok(())
}

/// Units of each product that were rejected for a fault and not replaced.
fn rejected_units(quotas: &[quota::Model], totals: &HashMap<QuotaId, ReceiptTotals>) -> HashMap<ProductId, i64> {
    let mut rejected = HashMap::new();
    for quota in quotas {
        let totals = totals.get(&quota.id).copied().unwrap_or_default();
        let outstanding = rules::outstanding(quota.units, totals.accepted, totals.missing);
        *rejected.entry(quota.product_id).or_insert(0) += totals.faulty.min(outstanding);
    }
    rejected
}

/// Units of a product that are due, and units that can be delivered.
#[derive(Clone, Copy, Debug, Default)]
struct ProductUnits {
    due: i64,
    stock: i64,
}

/// Records the shortage of each product, and returns what is due of each line after it.
async fn due_after_shortages(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    stock: &[AcceptedBatch],
    rejected: &HashMap<ProductId, i64>,
) -> Result<Vec<DueLine>> {
    let due = orders::list_due_lines(tx, cycle).await?;
    let mut products: BTreeMap<ProductId, ProductUnits> = BTreeMap::new();
    for line in &due {
        products.entry(line.line.product_id).or_default().due += line.due;
    }
    for accepted in stock {
        products.entry(accepted.batch.product_id).or_default().stock += accepted.units;
    }
    let mut any_shortage = false;
    for (product, units) in products {
        let rejected = rejected.get(&product).copied().unwrap_or(0);
        let split = rules::split_shortage(units.due, units.stock, rejected);
        let by_cause = [(split.rejected, ShortageCause::Rejected), (split.not_delivered, ShortageCause::NotDelivered)];
        for (units, cause) in by_cause {
            if units > 0 {
                let key = format!("prepared:{cycle}:{}", cause.word());
                orders::record_shortage(tx, cycle, product, units, cause, key).await?;
                any_shortage = true;
            }
        }
    }
    if any_shortage { orders::list_due_lines(tx, cycle).await } else { Ok(due) }
}

/// The deliveries of a cycle with their lines, ready to be stored.
struct Packing {
    deliveries: Vec<delivery::Model>,
    lines: Vec<delivery_line::Model>,
}

/// What has a delivery of its own. Ordered, because the deliveries are numbered in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Destination {
    buyer_id: BuyerId,
    delivery_point_id: DeliveryPointId,
}

fn pack(tx: &UnitOfWork, cycle: &cycle::Model, stock: Vec<AcceptedBatch>, due: &[DueLine]) -> Packing {
    let mut stock_by_product: HashMap<ProductId, Vec<BatchStock>> = HashMap::new();
    for AcceptedBatch { batch, units } in stock {
        let stock = BatchStock {
            batch_id: batch.id,
            workshop_id: batch.workshop_id,
            code: batch.code,
            best_before: batch.best_before,
            units,
        };
        stock_by_product.entry(batch.product_id).or_default().push(stock);
    }
    let mut demand: BTreeMap<ProductId, Vec<LineDemand>> = BTreeMap::new();
    let mut destinations: HashMap<OrderLineId, Destination> = HashMap::new();
    for line in due.iter().filter(|d| d.due > 0) {
        let needed = LineDemand { order_line_id: line.line.id, units: line.due };
        demand.entry(line.line.product_id).or_default().push(needed);
        let destination = Destination { buyer_id: line.buyer_id, delivery_point_id: line.delivery_point_id };
        destinations.insert(line.line.id, destination);
    }
    let mut by_destination: BTreeMap<Destination, Vec<delivery_line::Model>> = BTreeMap::new();
    for (product_id, lines) in demand {
        for packed in rules::pack_lines(stock_by_product.remove(&product_id).unwrap_or_default(), &lines) {
            let Some(destination) = destinations.get(&packed.order_line_id) else { continue };
            by_destination.entry(*destination).or_default().push(delivery_line::Model {
                id: tx.new_id(),
                delivery_id: DeliveryId(uuid::Uuid::nil()),
                order_line_id: packed.order_line_id,
                product_id,
                batch_id: packed.batch_id,
                workshop_id: packed.workshop_id,
                quantity: packed.units,
            });
        }
    }
    number_deliveries(tx, cycle, by_destination)
}

/// What was accepted of each batch and is in no delivery.
fn surplus(stock: Vec<AcceptedBatch>, lines: &[delivery_line::Model]) -> Vec<(batch::Model, i64)> {
    let mut packed: HashMap<BatchId, i64> = HashMap::new();
    for line in lines {
        *packed.entry(line.batch_id).or_default() += line.quantity;
    }
    let left = stock.into_iter().map(|AcceptedBatch { batch, units }| {
        let left = rules::remaining(units, packed.get(&batch.id).copied().unwrap_or(0));
        (batch, left)
    });
    left.filter(|(_, left)| *left > 0).collect()
}

/// Gives the delivery of each destination its id and its code, and its lines the same id.
fn number_deliveries(
    tx: &UnitOfWork,
    cycle: &cycle::Model,
    by_destination: BTreeMap<Destination, Vec<delivery_line::Model>>,
) -> Packing {
    let mut packing = Packing { deliveries: Vec::with_capacity(by_destination.len()), lines: Vec::new() };
    for (number, (destination, lines)) in (1..).zip(by_destination) {
        let id = tx.new_id();
        packing.deliveries.push(delivery::Model {
            id,
            code: rules::delivery_code(&cycle.code, number),
            cycle_id: cycle.id,
            buyer_id: destination.buyer_id,
            delivery_point_id: destination.delivery_point_id,
            state: DeliveryState::Prepared,
            prepared_at: tx.now(),
            dispatched_at: None,
            confirmed_at: None,
            confirmed_by: None,
            failed_at: None,
            failed_by: None,
            failure_reason: None,
            version: 1,
        });
        packing.lines.extend(lines.into_iter().map(|line| delivery_line::Model { delivery_id: id, ..line }));
    }
    packing
}
