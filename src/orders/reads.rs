//! What the slices to the right ask.

use std::collections::HashMap;

use entities::{
    orders::{order, order_line},
    values::{Amount, BuyerId, CycleId, DeliveryPointId, OrderId, OrderLineId, ProductId},
};

use super::store;
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// What a cycle's orders add up to for one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The product.
    pub product_id: ProductId,
    /// Units ordered.
    pub units: i64,
    /// Their net value.
    pub net: Amount,
}

/// What a cycle's orders add up to, by product code. One query, whatever the number of lines.
pub async fn demand(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<Demand>> {
    let sums = store::lines::demand(tx, cycle).await?;
    Ok(sums.into_iter().map(|s| Demand { product_id: s.product_id, units: s.units, net: s.net }).collect())
}

/// An order line still to be delivered: ordered less shortages.
#[derive(Clone, Debug)]
pub struct DueLine {
    /// The line.
    pub line: order_line::Model,
    /// Its order.
    pub order_id: OrderId,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// Class of its buyer in a shortage: 1 is served first.
    pub priority: i32,
    /// Units to deliver.
    pub due: i64,
}

/// Lines of a cycle with what is still to be delivered of each, by order code and position; lines of which nothing
/// comes are left out.
pub async fn due_lines(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<DueLine>> {
    let lines = store::lines::due(tx, cycle).await?.into_iter().map(|row| DueLine {
        due: row.line.quantity - row.short,
        order_id: row.line.order_id,
        buyer_id: row.buyer_id,
        delivery_point_id: row.delivery_point_id,
        priority: row.priority,
        line: row.line,
    });
    Ok(lines.filter(|line| line.due > 0).collect())
}

/// Those of these lines that exist.
pub async fn lines(tx: &UnitOfWork, ids: &[OrderLineId]) -> Result<HashMap<OrderLineId, order_line::Model>> {
    Ok(store::lines::by_ids(tx, ids).await?.into_iter().map(|line| (line.id, line)).collect())
}

/// Those of these orders that exist.
pub async fn orders(tx: &UnitOfWork, ids: &[OrderId]) -> Result<HashMap<OrderId, order::Model>> {
    Ok(store::orders::by_ids(tx, ids).await?.into_iter().map(|order| (order.id, order)).collect())
}
