//! Records the changes of orders, in the transaction that makes them.

use entities::{
    orders::{order_change, order_line},
    values::{LineQuantityChange, LineQuantityChanges, OrderChangeKind, OrderId},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use crate::{
    orders::{rules::OrderedProduct, store},
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
    /// The cancellation of an order with these lines.
    pub fn cancellation<'a>(
        order_id: OrderId,
        reason: Option<String>,
        lines: impl IntoIterator<Item = &'a order_line::Model>,
    ) -> Self {
        let own = lines.into_iter().filter(|line| line.order_id == order_id && line.quantity != 0);
        let lines = own.map(|line| LineQuantityChange {
            product_id: line.product_id,
            product: Some(OrderedProduct::from(line).named()),
            before: line.quantity,
            after: 0,
        });
        Self { order_id, kind: OrderChangeKind::Cancelled, reason, lines: lines.collect() }
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
