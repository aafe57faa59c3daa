//! Orders of less than a minimum batch: their buyers are told when they order, when enough is ordered, and when it is not
//! until the cut-off.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entities::{
    cycles::cycle,
    orders::batch_wait,
    values::{CycleId, OrderId, ProductId},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::schedule_retry::schedule_retry;
use crate::{
    catalogue, cycles,
    orders::{Event, OrderWarning, store},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Records that an order waits for those of its products of which less than a minimum batch is ordered.
pub async fn record_batch_waits(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    order: OrderId,
    products: &[ProductId],
) -> Result<()> {
    if products.is_empty() {
        return Ok(());
    }
    let sellable = catalogue::list_sellable(tx, cycles::delivery_slot(cycle), products).await?;
    let missing = sellable.into_iter().map(|(product, sellable)| (product, sellable.batch_missing));
    insert_batch_waits(tx, cycle, order, &missing.filter(|(_, units)| *units > 0).collect()).await
}

/// As [`record_batch_waits`], where the missing units are known.
pub async fn insert_batch_waits(
    tx: &mut UnitOfWork,
    cycle: &cycle::Model,
    order_id: OrderId,
    missing: &HashMap<ProductId, i64>,
) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let rows = missing.keys().map(|product_id| batch_wait::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        cycle_id: Set(cycle.id),
        order_id: Set(order_id),
        product_id: Set(*product_id),
        created_at: Set(tx.now()),
        filled_at: Set(None),
        unfilled_at: Set(None),
    });
    store::batch_waits::insert_missing(tx, rows.collect()).await?;
    schedule_retry(tx, cycle).await
}

/// Decides the waits of a cycle whose batch came together, and tells their buyers.
pub async fn fill_batch_waits(tx: &mut UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    let waits = store::batch_waits::list_undecided(tx, cycle.id).await?;
    let mut by_product: BTreeMap<ProductId, Vec<batch_wait::Model>> = BTreeMap::new();
    for wait in waits {
        by_product.entry(wait.product_id).or_default().push(wait);
    }
    let products: Vec<ProductId> = by_product.keys().copied().collect();
    if products.is_empty() {
        return Ok(());
    }
    let sellable = catalogue::list_sellable(tx, cycles::delivery_slot(cycle), &products).await?;
    for (product, waits) in by_product {
        if sellable.get(&product).is_none_or(|sellable| sellable.batch_missing > 0) {
            continue;
        }
        let ids: Vec<Uuid> = waits.iter().map(|wait| wait.id).collect();
        store::batch_waits::decide(tx, &ids, true).await?;
        let ordering = list_orders(tx, cycle.id, product).await?;
        let orders = waits.iter().map(|wait| wait.order_id).filter(|order| ordering.contains(order)).collect();
        warn(tx, cycle.id, product, OrderWarning::BatchFilled, orders);
    }
    Ok(())
}

/// Tells the buyers of a cycle that closes of the products of which no minimum batch came together, also those who ordered
/// when there was enough, and decides the waits.
pub async fn close_batch_waits(tx: &mut UnitOfWork, cycle: &cycle::Model) -> Result<()> {
    fill_batch_waits(tx, cycle).await?;
    let demand = store::lines::list_demand(tx, cycle.id).await?;
    let products: Vec<ProductId> = demand.iter().map(|demand| demand.product_id).collect();
    if !products.is_empty() {
        let sellable = catalogue::list_sellable(tx, cycles::delivery_slot(cycle), &products).await?;
        for product in products {
            let missing = sellable.get(&product).map_or(0, |sellable| sellable.batch_missing);
            if missing > 0 {
                let orders = list_orders(tx, cycle.id, product).await?;
                warn(tx, cycle.id, product, OrderWarning::BatchUnfilled { missing }, orders);
            }
        }
    }
    let waits = store::batch_waits::list_undecided(tx, cycle.id).await?;
    let ids: Vec<Uuid> = waits.iter().map(|wait| wait.id).collect();
    store::batch_waits::decide(tx, &ids, false).await
}

async fn list_orders(tx: &UnitOfWork, cycle: CycleId, product: ProductId) -> Result<BTreeSet<OrderId>> {
    let lines = store::lines::list_lines_of_product(tx, cycle, product).await?;
    Ok(lines.into_iter().map(|due| due.line.order_id).collect())
}

fn warn(tx: &mut UnitOfWork, cycle: CycleId, product: ProductId, warning: OrderWarning, orders: BTreeSet<OrderId>) {
    if orders.is_empty() {
        return;
    }
    tx.emit(Event::OrdersWarned {
        cycle_id: cycle,
        warning,
        product_id: product,
        cause_key: orders.first().map(ToString::to_string).unwrap_or_default(),
        order_ids: orders.into_iter().collect(),
    });
}
