//! Shares shortages and reliefs among the order lines of a cycle, once for each cause.

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
        store::{self, lines::DueLine},
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Shares a shortage of `units` of a product among the order lines of a cycle: the last priority class first, within a
/// class in proportion to the units due, in whole units. Emits an event for the buyers. A cause that is recorded already
/// for the product changes nothing. Units beyond those that are due are not assigned to a line.
pub async fn record_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    units: i64,
    cause: ShortageCause,
    cause_key: String,
) -> Result<()> {
    cycles::lock_cycle(tx, cycle).await?;
    if units <= 0 || store::shortages::exists(tx, cycle, product, &cause_key).await? {
        return Ok(());
    }
    let lines = store::lines::list_lines_of_product(tx, cycle, product).await?;
    let claimants: Vec<Claimant> = lines.iter().map(|due| Claimant { priority: due.priority, due: due.due }).collect();
    let shares = shares_of_shortage(&claimants, units);
    let reduced: Vec<(&DueLine, i64)> = lines.iter().zip(shares).filter(|(_, share)| *share > 0).collect();
    let rows = reduced.iter().map(|(due, share)| shortage::ActiveModel {
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
    let order_ids: BTreeSet<OrderId> = reduced.iter().map(|(due, _)| due.line.order_id).collect();
    remove_exposures(tx, &order_ids, &cause_key).await?;
    let detail = json!({ "product_id": product, "units": units, "cause": cause, "orders": order_ids.len() });
    tx.audit("cycle", cycle.0, "shortage", detail);
    if !order_ids.is_empty() {
        let order_ids = order_ids.into_iter().collect();
        tx.emit(Event::ShortageRecorded { cycle_id: cycle, order_ids, cause_key });
    }
    Ok(())
}

/// Gives up to `units` units of a product that become available to the order lines of a cycle that are missing some, the
/// first priority class first, and returns how many. A cause that is recorded already for the product changes nothing.
pub async fn relieve_shortage(
    tx: &mut UnitOfWork,
    cycle: CycleId,
    product: ProductId,
    units: i64,
    cause_key: String,
) -> Result<i64> {
    cycles::lock_cycle(tx, cycle).await?;
    if units <= 0 || store::shortages::exists(tx, cycle, product, &cause_key).await? {
        return Ok(0);
    }
    let lines = store::lines::list_lines_of_product(tx, cycle, product).await?;
    let claimants: Vec<Claimant> =
        lines.iter().map(|line| Claimant { priority: line.priority, due: line.line.quantity - line.due }).collect();
    let shares = shares_of_relief(&claimants, units);
    let relieved: i64 = shares.iter().sum();
    let relieved_lines: Vec<(&DueLine, i64)> = lines.iter().zip(shares).filter(|(_, share)| *share > 0).collect();
    if relieved_lines.is_empty() {
        return Ok(0);
    }
    let order_ids: BTreeSet<OrderId> = relieved_lines.iter().map(|(due, _)| due.line.order_id).collect();
    add_exposures(tx, &order_ids, &cause_key).await?;
    let rows = relieved_lines.iter().map(|(due, share)| shortage::ActiveModel {
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

/// Adds orders that shortages had left empty to the exposure again, before they are relieved.
pub(super) async fn add_exposures(tx: &mut UnitOfWork, orders: &BTreeSet<OrderId>, cause_key: &str) -> Result<()> {
    let ids: Vec<OrderId> = orders.iter().copied().collect();
    let empty = store::lines::list_undeliverable_orders(tx, &ids).await?;
    let movements = store::orders::find_orders(tx, &empty).await?.into_values().map(|order| Movement {
        buyer_id: order.buyer_id,
        cause: format!("order:{}:relieved:{cause_key}", order.id),
        amount: order.net + order.tax,
    });
    let movements = movements.filter(|movement| movement.amount != Amount::ZERO).collect();
    buyers::move_exposures(tx, movements).await
}

/// Removes orders that shortages leave empty from the exposure, because they are never invoiced. The exposure of the
/// others moves from the order to the invoice when they are invoiced.
pub(super) async fn remove_exposures(tx: &mut UnitOfWork, orders: &BTreeSet<OrderId>, cause_key: &str) -> Result<()> {
    let ids: Vec<OrderId> = orders.iter().copied().collect();
    let empty = store::lines::list_undeliverable_orders(tx, &ids).await?;
    let movements = store::orders::find_orders(tx, &empty).await?.into_values().map(|order| Movement {
        buyer_id: order.buyer_id,
        cause: format!("order:{}:short:{cause_key}", order.id),
        amount: -(order.net + order.tax),
    });
    let movements = movements.filter(|movement| movement.amount != Amount::ZERO).collect();
    buyers::move_exposures(tx, movements).await
}
