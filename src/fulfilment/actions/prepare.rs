//! The deliveries of a cycle are packed: one for each buyer and delivery point, filled from what was accepted. With
//! that receiving ends, and what is missing becomes a shortage.

use std::collections::{BTreeMap, HashMap};

use entities::{
    allocation::quota,
    cycles::cycle,
    fulfilment::{batch, delivery, delivery_line},
    values::{
        BuyerId, CycleId, CycleState, DeliveryId, DeliveryPointId, DeliveryState, OrderLineId, ProductId, QuotaId,
        QuotaState, RejectionCause, ShortageCause,
    },
};
use serde_json::json;

use super::{
    confirm,
    receive::{Goods, NewReceipt, write_down},
};
use crate::{
    allocation, cycles,
    fulfilment::{
        Event, FulfilmentError,
        rules::{self, BatchStock, LineDemand},
        store::{self, receipts::Tally},
    },
    orders::{self, DueLine},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Prepares the deliveries of a cycle; `false` where they are prepared already. A cycle in which nothing is left to
/// deliver is delivered with that.
///
/// # Errors
/// `QuotasUnanswered` while workshops may still answer; `CycleError::InvalidTransition` before the quotas are
/// published.
pub async fn prepare(tx: &mut UnitOfWork, cycle_id: CycleId) -> Result<bool> {
    let cycle = cycles::lock(tx, cycle_id).await?;
    if cycle.state == CycleState::Delivered || store::deliveries::are_prepared(tx, cycle_id).await? {
        return Ok(false);
    }
    if store::quotas::waits_for_answer(tx, cycle_id).await? {
        return Err(FulfilmentError::QuotasUnanswered.into());
    }
    cycles::advance(tx, cycle_id, CycleState::Delivering).await?;
    let quotas = allocation::list_live_quotas(tx, cycle_id).await?;
    let tallies = store::receipts::tallies(tx, cycle_id).await?;
    close_quotas(tx, &quotas, &tallies).await?;
    let stock = store::batches::accepted_in_cycle(tx, cycle_id).await?;
    let due = without_shortage(tx, cycle_id, &stock, &rejected(&quotas, &tallies)).await?;
    let packed = pack(tx, &cycle, stock, &due);
    let (made, lines) = (packed.deliveries.len(), packed.lines.len());
    store::deliveries::insert(tx, packed.deliveries, packed.lines).await?;
    tx.audit("cycle", cycle_id, "prepared", json!({ "deliveries": made, "lines": lines }));
    tx.emit(Event::DeliveriesPrepared { cycle_id });
    confirm::end_if_delivered(tx, cycle_id).await?;
    Ok(true)
}

/// What a quota's workshop never brought is written down as missing.
async fn close_quotas(tx: &mut UnitOfWork, quotas: &[quota::Model], tallies: &HashMap<QuotaId, Tally>) -> Result<()> {
    for quota in quotas.iter().filter(|q| q.state != QuotaState::Fulfilled) {
        let tally = tallies.get(&quota.id).copied().unwrap_or_default();
        let missing = rules::not_brought(quota.units, tally.accepted, tally.faulty, tally.missing);
        if missing > 0 {
            let receipt = NewReceipt {
                quota_id: quota.id,
                goods: Goods::None,
                accepted: 0,
                rejected: missing,
                rejection: Some(RejectionCause::Missing),
                reason: Some("not brought before the deliveries were prepared".to_owned()),
            };
            write_down(tx, quota, None, &receipt).await?;
        }
    }
    Ok(())
}

/// Units of each product that were rejected and not replaced.
fn rejected(quotas: &[quota::Model], tallies: &HashMap<QuotaId, Tally>) -> HashMap<ProductId, i64> {
    let mut rejected = HashMap::new();
    for quota in quotas {
        let tally = tallies.get(&quota.id).copied().unwrap_or_default();
        let unfilled = rules::outstanding(quota.units, tally.accepted, tally.missing);
        *rejected.entry(quota.product_id).or_insert(0) += tally.faulty.min(unfilled);
    }
    rejected
}

/// What is due line by line, after the shortage of each product was shared among its lines.
async fn without_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    stock: &[(batch::Model, i64)],
    rejected: &HashMap<ProductId, i64>,
) -> Result<Vec<DueLine>> {
    let due = orders::list_due_lines(tx, cycle).await?;
    let mut wanted: BTreeMap<ProductId, (i64, i64)> = BTreeMap::new();
    for line in &due {
        wanted.entry(line.line.product_id).or_default().0 += line.due;
    }
    for (batch, units) in stock {
        wanted.entry(batch.product_id).or_default().1 += units;
    }
    let mut told = false;
    for (product, (wanted, there)) in wanted {
        let faulty = rejected.get(&product).copied().unwrap_or(0);
        let split = rules::split_shortage(wanted, there, faulty);
        let by_cause = [(split.rejected, ShortageCause::Rejected), (split.not_delivered, ShortageCause::NotDelivered)];
        for (units, cause) in by_cause {
            if units > 0 {
                let key = format!("prepared:{cycle}:{}", cause.word());
                orders::record_shortage(tx, cycle, product, units, cause, key).await?;
                told = true;
            }
        }
    }
    if told { orders::list_due_lines(tx, cycle).await } else { Ok(due) }
}

struct Packed {
    deliveries: Vec<delivery::Model>,
    lines: Vec<delivery_line::Model>,
}

/// Where an order line goes.
type Door = (BuyerId, DeliveryPointId);

fn pack(tx: &UnitOfWork, cycle: &cycle::Model, stock: Vec<(batch::Model, i64)>, due: &[DueLine]) -> Packed {
    let mut shelves: HashMap<ProductId, Vec<BatchStock>> = HashMap::new();
    for (batch, units) in stock {
        let on_shelf = BatchStock {
            batch_id: batch.id,
            workshop_id: batch.workshop_id,
            code: batch.code,
            best_before: batch.best_before,
            units,
        };
        shelves.entry(batch.product_id).or_default().push(on_shelf);
    }
    let mut queues: BTreeMap<ProductId, Vec<LineDemand>> = BTreeMap::new();
    let mut door_of: HashMap<OrderLineId, Door> = HashMap::new();
    for line in due.iter().filter(|d| d.due > 0) {
        let waiting = LineDemand { order_line_id: line.line.id, units: line.due };
        queues.entry(line.line.product_id).or_default().push(waiting);
        door_of.insert(line.line.id, (line.buyer_id, line.delivery_point_id));
    }
    let mut by_door: BTreeMap<Door, Vec<delivery_line::Model>> = BTreeMap::new();
    for (product_id, queue) in queues {
        for filled in rules::pack_lines(shelves.remove(&product_id).unwrap_or_default(), &queue) {
            let Some(door) = door_of.get(&filled.order_line_id) else { continue };
            by_door.entry(*door).or_default().push(delivery_line::Model {
                id: tx.new_id(),
                delivery_id: DeliveryId(uuid::Uuid::nil()),
                order_line_id: filled.order_line_id,
                product_id,
                batch_id: filled.batch_id,
                workshop_id: filled.workshop_id,
                quantity: filled.units,
            });
        }
    }
    numbered(tx, cycle, by_door)
}

/// Gives each door's delivery its id and its code.
fn numbered(tx: &UnitOfWork, cycle: &cycle::Model, by_door: BTreeMap<Door, Vec<delivery_line::Model>>) -> Packed {
    let mut packed = Packed { deliveries: Vec::with_capacity(by_door.len()), lines: Vec::new() };
    for (number, ((buyer_id, delivery_point_id), lines)) in by_door.into_iter().enumerate() {
        let id = tx.new_id();
        packed.deliveries.push(delivery::Model {
            id,
            code: format!("{}-{:03}", cycle.code, number + 1),
            cycle_id: cycle.id,
            buyer_id,
            delivery_point_id,
            state: DeliveryState::Prepared,
            prepared_at: tx.now(),
            dispatched_at: None,
            confirmed_at: None,
            confirmed_by: None,
            version: 1,
        });
        packed.lines.extend(lines.into_iter().map(|line| delivery_line::Model { delivery_id: id, ..line }));
    }
    packed
}
