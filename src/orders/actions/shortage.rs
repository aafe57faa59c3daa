//! Sharing what is missing among the buyers, by the rule, once per fact.

use std::collections::BTreeSet;

use entities::{
    orders::shortage,
    values::{Amount, CycleId, OrderId, ProductId, ShortageCause},
};
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

use crate::{
    buyers::{self, Movement},
    cycles,
    orders::{
        Event,
        rules::{Claimant, shares_of_relief, shares_of_shortage},
        store::{self, lines::Due},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Shares a shortage of `units` of a product among the cycle's order lines by the rule (the last priority class first,
/// within it in proportion to what is due, whole units) and tells the buyers. Once per `cause_key`: a repetition
/// changes nothing. What goes beyond all that is due is nobody's shortage.
pub async fn record_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    units: i64,
    cause: ShortageCause,
    cause_key: String,
) -> Result<()> {
    cycles::lock(tx, cycle).await?;
    if units <= 0 || store::shortages::is_recorded(tx, cycle, product, &cause_key).await? {
        return Ok(());
    }
    let lines = store::lines::due_of(tx, cycle, product).await?;
    let claimants: Vec<Claimant> =
        lines.iter().map(|due| Claimant { priority: due.priority, due: due.line.quantity - due.short }).collect();
    let shares = shares_of_shortage(&claimants, units);
    let short: Vec<(&Due, i64)> = lines.iter().zip(shares).filter(|(_, share)| *share > 0).collect();
    let rows = short.iter().map(|(due, share)| shortage::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        order_line_id: Set(due.line.id),
        cycle_id: Set(cycle),
        product_id: Set(product),
        cause: Set(cause),
        cause_key: Set(cause_key.clone()),
        quantity: Set(*share),
        created_at: Set(tx.now()),
    });
    let rows = rows.collect();
    store::shortages::insert(tx, rows).await?;
    let order_ids: BTreeSet<OrderId> = short.iter().map(|(due, _)| due.line.order_id).collect();
    unexpose(tx, &order_ids, &cause_key).await?;
    let detail = json!({ "product_id": product, "units": units, "cause": cause, "orders": order_ids.len() });
    tx.audit("cycle", cycle.0, "shortage", detail);
    if !order_ids.is_empty() {
        let order_ids = order_ids.into_iter().collect();
        tx.emit(Event::ShortageRecorded { cycle_id: cycle, order_ids, cause_key });
    }
    Ok(())
}

/// Units that were missing come after all: gives up to `units` of a product back to the cycle's order lines that go
/// short of it, the first priority class first, and says how many. Once per `cause_key`.
pub async fn relieve_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    units: i64,
    cause_key: String,
) -> Result<i64> {
    cycles::lock(tx, cycle).await?;
    if units <= 0 || store::shortages::is_recorded(tx, cycle, product, &cause_key).await? {
        return Ok(0);
    }
    let lines = store::lines::due_of(tx, cycle, product).await?;
    let claimants: Vec<Claimant> =
        lines.iter().map(|line| Claimant { priority: line.priority, due: line.short }).collect();
    let shares = shares_of_relief(&claimants, units);
    let relieved: i64 = shares.iter().sum();
    let helped: Vec<(&Due, i64)> = lines.iter().zip(shares).filter(|(_, share)| *share > 0).collect();
    if helped.is_empty() {
        return Ok(0);
    }
    let order_ids: BTreeSet<OrderId> = helped.iter().map(|(due, _)| due.line.order_id).collect();
    expose_again(tx, &order_ids, &cause_key).await?;
    let rows = helped.iter().map(|(due, share)| shortage::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        order_line_id: Set(due.line.id),
        cycle_id: Set(cycle),
        product_id: Set(product),
        cause: Set(ShortageCause::Relieved),
        cause_key: Set(cause_key.clone()),
        quantity: Set(-*share),
        created_at: Set(tx.now()),
    });
    let rows = rows.collect();
    store::shortages::insert(tx, rows).await?;
    let detail = json!({ "product_id": product, "units": relieved, "orders": order_ids.len() });
    tx.audit("cycle", cycle.0, "shortage_relieved", detail);
    tx.emit(Event::ShortageRelieved { cycle_id: cycle, order_ids: order_ids.into_iter().collect(), cause_key });
    Ok(relieved)
}

/// Orders of which nothing was to come count in the exposure again, before they are relieved.
async fn expose_again(tx: &mut UnitOfWork, orders: &BTreeSet<OrderId>, cause_key: &str) -> Result<()> {
    let ids: Vec<OrderId> = orders.iter().copied().collect();
    let came_to_nothing = store::lines::wholly_short(tx, &ids).await?;
    let held = store::orders::by_ids(tx, &came_to_nothing).await?.into_iter().map(|order| Movement {
        buyer_id: order.buyer_id,
        cause: format!("order:{}:relieved:{cause_key}", order.id),
        amount: order.net + order.tax,
    });
    let held = held.filter(|movement| movement.amount != Amount::ZERO).collect();
    buyers::move_exposures(tx, held).await
}

/// Takes orders out of the exposure of which nothing will come: they are never invoiced. What comes of the others
/// leaves the order's part of the exposure for its invoice's when it is invoiced.
async fn unexpose(tx: &mut UnitOfWork, orders: &BTreeSet<OrderId>, cause_key: &str) -> Result<()> {
    let ids: Vec<OrderId> = orders.iter().copied().collect();
    let nothing_left = store::lines::wholly_short(tx, &ids).await?;
    let held = store::orders::by_ids(tx, &nothing_left).await?.into_iter().map(|order| Movement {
        buyer_id: order.buyer_id,
        cause: format!("order:{}:short:{cause_key}", order.id),
        amount: -(order.net + order.tax),
    });
    let held = held.filter(|movement| movement.amount != Amount::ZERO).collect();
    buyers::move_exposures(tx, held).await
}
