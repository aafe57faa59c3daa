//! Queries of delivery lines.

use entities::{
    fulfilment::{batch, delivery, delivery_line},
    members::workshop,
    orders::{order, order_basket, order_line},
    values::{BatchId, DeliveryId, DeliveryLineId, DeliveryState, OrderBasketId, OrderId, OrderLineId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, LoaderTrait, QueryFilter, QueryOrder, QuerySelect};

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
    /// The workshop that made it.
    pub workshop: workshop::Model,
    /// The order line that it is for.
    pub order_line: order_line::Model,
    /// The order of that line.
    pub order: order::Model,
    /// The basket that the order line is a part of.
    pub basket: Option<order_basket::Model>,
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
    let workshops = lines.load_one(workshop::Entity, tx.db()).await?;
    let related = batches.into_iter().zip(workshops);
    let lines = with_orders(tx, lines).await?;
    let ids: Vec<OrderBasketId> = lines.iter().filter_map(|row| row.order_line.order_basket_id).collect();
    let baskets = orders::find_order_baskets(tx, &ids).await?;
    let view = |(row, (batch, workshop)): (DeliveryLineOfOrder, (Option<_>, Option<_>))| {
        let DeliveryLineOfOrder { line, order_line, order } = row;
        Ok(DeliveryLineView {
            batch: batch.ok_or_else(|| Problem::missing_reference("batch", line.batch_id))?,
            workshop: workshop.ok_or_else(|| Problem::missing_reference("workshop", line.workshop_id))?,
            basket: order_line.order_basket_id.and_then(|id| baskets.get(&id)).cloned(),
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

/// Units of a batch in one delivery, with the state of the delivery.
#[derive(Clone, Debug)]
pub struct PackedLine {
    /// The line.
    pub line: delivery_line::Model,
    /// Its delivery.
    pub delivery: delivery::Model,
}

/// The lines with units of a batch and their deliveries, in the order in which they were packed.
pub async fn list_packed_lines(tx: &UnitOfWork, batch: BatchId) -> Result<Vec<PackedLine>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::BatchId.eq(batch))
        .order_by_asc(delivery_line::Column::Id)
        .find_also_related(delivery::Entity);
    let packed = found.all(tx.db()).await?.into_iter().map(|(line, delivery)| {
        let delivery = delivery.ok_or_else(|| Problem::missing_reference("delivery", line.delivery_id))?;
        Ok(PackedLine { line, delivery })
    });
    packed.collect()
}

/// Units of a batch that a buyer received for an order line.
#[derive(Clone, Debug)]
pub struct DeliveredBatch {
    /// The order line.
    pub order_line_id: OrderLineId,
    /// The batch.
    pub batch: batch::Model,
    /// The workshop that made it.
    pub workshop: workshop::Model,
    /// Units.
    pub quantity: i64,
}

/// What was delivered of each batch for these order lines, in confirmed deliveries, in the order of packing.
pub async fn list_delivered_batches(tx: &UnitOfWork, lines: &[OrderLineId]) -> Result<Vec<DeliveredBatch>> {
    let mut delivered: Vec<DeliveredBatch> = Vec::new();
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let found = delivery_line::Entity::find()
            .inner_join(delivery::Entity)
            .filter(delivery::Column::State.eq(DeliveryState::Confirmed))
            .filter(delivery_line::Column::OrderLineId.is_in(chunk.iter().copied()))
            .order_by_asc(delivery_line::Column::Id)
            .all(tx.db())
            .await?;
        let batches = found.load_one(batch::Entity, tx.db()).await?;
        let workshops = found.load_one(workshop::Entity, tx.db()).await?;
        for ((line, batch), workshop) in found.into_iter().zip(batches).zip(workshops) {
            let batch = batch.ok_or_else(|| Problem::missing_reference("batch", line.batch_id))?;
            let workshop = workshop.ok_or_else(|| Problem::missing_reference("workshop", line.workshop_id))?;
            let same = |row: &&mut DeliveredBatch| row.order_line_id == line.order_line_id && row.batch.id == batch.id;
            match delivered.iter_mut().find(same) {
                Some(row) => row.quantity += line.quantity,
                None => {
                    let (order_line_id, quantity) = (line.order_line_id, line.quantity);
                    delivered.push(DeliveredBatch { order_line_id, batch, workshop, quantity });
                }
            }
        }
    }
    Ok(delivered)
}

/// Units of a batch in deliveries that have not left.
pub async fn sum_prepared_units(tx: &UnitOfWork, batch: BatchId) -> Result<i64> {
    let packed = list_packed_lines(tx, batch).await?;
    let prepared = packed.iter().filter(|row| row.delivery.state == DeliveryState::Prepared);
    Ok(prepared.map(|row| row.line.quantity).sum())
}

/// Those of these orders that have a line in a delivery.
pub async fn list_packed_orders(tx: &UnitOfWork, orders: &[OrderId]) -> Result<Vec<OrderId>> {
    let found = delivery_line::Entity::find()
        .select_only()
        .inner_join(order_line::Entity)
        .column(order_line::Column::OrderId)
        .distinct()
        .filter(order_line::Column::OrderId.is_in(orders.iter().copied()))
        .into_tuple::<OrderId>();
    Ok(found.all(tx.db()).await?)
}

/// Stores the units of a line; a line without units is removed. The caller holds the lock of the cycle, and the delivery
/// has not ended.
pub async fn update_quantity(tx: &UnitOfWork, id: DeliveryLineId, quantity: i64) -> Result<()> {
    if quantity == 0 {
        delivery_line::Entity::delete_by_id(id).exec(tx.db()).await?;
        return Ok(());
    }
    let change = delivery_line::ActiveModel { id: Set(id), quantity: Set(quantity), ..Default::default() };
    delivery_line::Entity::update(change).exec(tx.db()).await?;
    Ok(())
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
