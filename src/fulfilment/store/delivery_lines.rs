//! Queries of delivery lines.

use entities::{
    catalogue::product,
    fulfilment::{batch, delivery_line},
    members::workshop,
    orders::{order, order_line},
    values::{BatchId, DeliveryId, OrderId, OrderLineId},
};
use sea_orm::{ColumnTrait, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    orders,
    platform::{
        http::problem::{Problem, Result},
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// A delivery line with the rows that its response names.
#[derive(Clone, Debug)]
pub struct DeliveryLineView {
    /// The line.
    pub line: delivery_line::Model,
    /// Its batch.
    pub batch: batch::Model,
    /// Its product.
    pub product: product::Model,
    /// The workshop that made it.
    pub workshop: workshop::Model,
    /// The order line that it is for.
    pub order_line: order_line::Model,
    /// The order of that line.
    pub order: order::Model,
}

/// A delivery line and the order that it is for.
#[derive(Clone, Debug)]
pub struct DeliveryLineOfOrder {
    /// The line.
    pub line: delivery_line::Model,
    /// The order line.
    pub order_line: order_line::Model,
    /// The order.
    pub order: order::Model,
}

/// Lines of these deliveries, by delivery, in the order in which they were packed.
pub async fn list_delivery_lines(tx: &UnitOfWork, deliveries: &[DeliveryId]) -> Result<Vec<delivery_line::Model>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::DeliveryId.is_in(deliveries.iter().copied()))
        .order_by_asc(delivery_line::Column::DeliveryId)
        .order_by_asc(delivery_line::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Lines of a delivery with their related rows, in the order in which they were packed.
pub async fn list_delivery_line_views(tx: &UnitOfWork, delivery: DeliveryId) -> Result<Vec<DeliveryLineView>> {
    let lines = list_delivery_lines(tx, &[delivery]).await?;
    let batches = lines.load_one(batch::Entity, tx.db()).await?;
    let products = lines.load_one(product::Entity, tx.db()).await?;
    let workshops = lines.load_one(workshop::Entity, tx.db()).await?;
    let related = batches.into_iter().zip(products).zip(workshops);
    let lines = with_orders(tx, lines).await?;
    let view = |(row, ((batch, product), workshop)): (DeliveryLineOfOrder, ((Option<_>, Option<_>), Option<_>))| {
        let DeliveryLineOfOrder { line, order_line, order } = row;
        Ok(DeliveryLineView {
            batch: batch.ok_or_else(|| Problem::missing_reference("batch", line.batch_id))?,
            product: product.ok_or_else(|| Problem::missing_reference("product", line.product_id))?,
            workshop: workshop.ok_or_else(|| Problem::missing_reference("workshop", line.workshop_id))?,
            line,
            order_line,
            order,
        })
    };
    lines.into_iter().zip(related).map(view).collect()
}

/// Delivery lines with units of a batch, in the order in which they were packed.
pub async fn list_delivery_lines_of_batch(tx: &UnitOfWork, batch: BatchId) -> Result<Vec<DeliveryLineOfOrder>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::BatchId.eq(batch))
        .order_by_asc(delivery_line::Column::Id);
    with_orders(tx, found.all(tx.db()).await?).await
}

/// Orders with a line in these deliveries.
pub async fn list_order_ids(tx: &UnitOfWork, deliveries: &[DeliveryId]) -> Result<Vec<OrderId>> {
    let mut orders = Vec::new();
    for chunk in deliveries.chunks(ROWS_PER_INSERT) {
        let found = delivery_line::Entity::find()
            .select_only()
            .inner_join(order_line::Entity)
            .column(order_line::Column::OrderId)
            .distinct()
            .filter(delivery_line::Column::DeliveryId.is_in(chunk.iter().copied()))
            .into_tuple::<OrderId>();
        orders.extend(found.all(tx.db()).await?);
    }
    Ok(orders)
}

async fn with_orders(tx: &UnitOfWork, lines: Vec<delivery_line::Model>) -> Result<Vec<DeliveryLineOfOrder>> {
    let order_lines = lines.load_one(order_line::Entity, tx.db()).await?;
    let mut ids: Vec<OrderId> = order_lines.iter().flatten().map(|line| line.order_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let orders = orders::find_orders(tx, &ids).await?;
    let row = |(line, order_line): (delivery_line::Model, Option<order_line::Model>)| {
        let id: OrderLineId = line.order_line_id;
        let order_line = order_line.ok_or_else(|| Problem::missing_reference("order_line", id))?;
        let order = orders.get(&order_line.order_id).cloned();
        let order = order.ok_or_else(|| Problem::missing_reference("order", order_line.order_id))?;
        Ok(DeliveryLineOfOrder { line, order_line, order })
    };
    lines.into_iter().zip(order_lines).map(row).collect()
}
