//! Records the changes of orders, in the transaction that makes them.

use entities::{
    orders::{order_basket, order_change, order_line},
    values::{LineQuantityChange, LineQuantityChanges, OrderChangeKind, OrderId},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::{
    orders::{
        rules::{OrderContent, PricedBasket, PricedLine, quantity_changes},
        store,
    },
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// A change of an order, made by the actor of the transaction.
pub struct OrderChangeRecord {
    /// The order.
    pub order_id: OrderId,
    /// How it changed.
    pub kind: OrderChangeKind,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// The lines whose quantity changed.
    pub lines: Vec<LineQuantityChange>,
}

impl OrderChangeRecord {
    /// The cancellation of an order with these lines and baskets.
    pub fn cancellation(
        order_id: OrderId,
        reason: Option<String>,
        lines: &[order_line::Model],
        baskets: &[order_basket::Model],
    ) -> Self {
        let own = lines.iter().filter(|line| line.order_id == order_id && line.order_basket_id.is_none());
        let lines: Vec<PricedLine> = own.map(PricedLine::from_row).collect();
        let own = baskets.iter().filter(|basket| basket.order_id == order_id);
        let baskets: Vec<PricedBasket> = own.map(|basket| PricedBasket::from_row(basket, &[])).collect();
        let before = OrderContent { lines: &lines, baskets: &baskets };
        let lines = quantity_changes(before, OrderContent { lines: &[], baskets: &[] });
        Self { order_id, kind: OrderChangeKind::Cancelled, reason, lines }
    }
}

/// Records these changes, made now.
pub async fn record_order_changes(tx: &UnitOfWork, changes: Vec<OrderChangeRecord>) -> Result<()> {
    let rows = changes.into_iter().map(|change| order_change::ActiveModel {
        id: Set(tx.new_id::<Uuid>()),
        order_id: Set(change.order_id),
        kind: Set(change.kind),
        changed_by: Set(tx.actor().person()),
        changed_at: Set(tx.now()),
        reason: Set(change.reason),
        lines: Set(LineQuantityChanges(change.lines)),
    });
    store::order_changes::insert(tx, rows.collect()).await
}
