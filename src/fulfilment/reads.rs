//! What the screens show: deliveries with their names, and what is left of a batch.

use entities::{
    fulfilment::{delivery, delivery_line, goods_receipt},
    values::{BatchId, DeliveryId},
};

use super::{
    api::wire::{Delivery, DeliveryDetail, DeliveryLine},
    rules,
    store::{self, deliveries::Scope, names::Names},
};
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// The names of the doors and days of these deliveries.
pub async fn names_of(tx: &UnitOfWork, rows: &[delivery::Model]) -> Result<Names> {
    let buyers = rows.iter().map(|d| d.buyer_id).collect();
    let points = rows.iter().map(|d| d.delivery_point_id).collect();
    let names = Names::default().doors(tx, buyers, points).await?;
    names.cycles(tx, rows.iter().map(|d| d.cycle_id)).await
}

/// One delivery of a scope with its lines, by product and batch; or 404.
pub async fn detail(tx: &UnitOfWork, scope: Scope, id: DeliveryId) -> Result<DeliveryDetail> {
    let row = store::deliveries::scoped(tx, scope, id).await?;
    let lines = store::deliveries::lines(tx, &[id]).await?;
    let batches: Vec<BatchId> = lines.iter().map(|l| l.batch_id).collect();
    let batches = store::batches::batches(tx, &batches).await?;
    let names = names_of(tx, std::slice::from_ref(&row)).await?;
    let names = names.products(tx, lines.iter().map(|l| l.product_id)).await?;
    let names = names.workshops(tx, lines.iter().map(|l| l.workshop_id)).await?;
    let names = names.orders(tx, lines.iter().map(|l| l.order_line_id)).await?;
    let line = |l: &delivery_line::Model| DeliveryLine::of(l, batches.get(&l.batch_id)?, &names);
    let mut lines: Vec<DeliveryLine> = lines.iter().filter_map(line).collect();
    lines.sort_by(|a, b| {
        (&a.product_name_es, &a.batch_code, &a.order_code).cmp(&(&b.product_name_es, &b.batch_code, &b.order_code))
    });
    Ok(DeliveryDetail { delivery: Delivery::of(row, &names), lines })
}

/// Units of a batch that were accepted and left for nobody.
pub fn left_of(receipts: &[goods_receipt::Model], lines: &[delivery_line::Model]) -> i64 {
    let accepted: i64 = receipts.iter().map(|r| r.accepted).sum();
    rules::remaining(accepted, lines.iter().map(|l| l.quantity).sum())
}
