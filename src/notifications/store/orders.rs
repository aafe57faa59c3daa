//! Orders, standing orders and shortages that mails are about.

use std::collections::HashMap;

use entities::{
    orders::{occurrence, order, order_line, shortage, standing_order},
    values::{BuyerId, CycleId, OccurrenceId, OrderId, OrderLineId, ProductId, StandingOrderId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A shortage with the order line that it reduces, and its order.
pub struct ShortLine {
    /// The order.
    pub order: order::Model,
    /// The order line.
    pub line: order_line::Model,
    /// The shortage.
    pub shortage: shortage::Model,
}

/// One date of a standing order, or 404.
pub async fn get_occurrence(tx: &UnitOfWork, id: OccurrenceId) -> Result<occurrence::Model> {
    let occurrence = occurrence::Entity::find_by_id(id).one(tx.db()).await?;
    occurrence.ok_or_else(|| Problem::not_found("occurrence"))
}

/// One standing order, or 404.
pub async fn get_standing_order(tx: &UnitOfWork, id: StandingOrderId) -> Result<standing_order::Model> {
    let standing_order = standing_order::Entity::find_by_id(id).one(tx.db()).await?;
    standing_order.ok_or_else(|| Problem::not_found("standing_order"))
}

/// The lines of an order that have less than was wanted, by position.
pub async fn list_reduced_lines(tx: &UnitOfWork, order: OrderId) -> Result<Vec<order_line::Model>> {
    let lines = order_line::Entity::find()
        .filter(order_line::Column::OrderId.eq(order))
        .filter(order_line::Column::ReducedBy.is_not_null())
        .order_by_asc(order_line::Column::Position);
    Ok(lines.all(tx.db()).await?)
}

/// The lines of these orders with this product, each with its order, by the order's code.
pub async fn list_lines_of_product(
    tx: &UnitOfWork,
    orders: &[OrderId],
    product: ProductId,
) -> Result<Vec<(order_line::Model, order::Model)>> {
    let mut found = Vec::new();
    for orders in orders.chunks(ROWS_PER_INSERT) {
        let lines = order_line::Entity::find()
            .find_also_related(order::Entity)
            .filter(order_line::Column::OrderId.is_in(orders.iter().copied()))
            .filter(order_line::Column::ProductId.eq(product));
        found.extend(lines.all(tx.db()).await?.into_iter().filter_map(|(line, order)| Some((line, order?))));
    }
    found.sort_by(|a, b| a.1.code.cmp(&b.1.code));
    Ok(found)
}

/// The buyers of these orders; a buyer may appear more than once.
pub async fn list_order_buyers(tx: &UnitOfWork, ids: &[OrderId]) -> Result<Vec<BuyerId>> {
    let mut buyers = Vec::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let chunk = order::Entity::find()
            .select_only()
            .column(order::Column::BuyerId)
            .distinct()
            .filter(order::Column::Id.is_in(ids.iter().copied()));
        buyers.extend(chunk.into_tuple::<BuyerId>().all(tx.db()).await?);
    }
    Ok(buyers)
}

/// The shortages of a buyer in a cycle that have this cause, by order code and position.
pub async fn list_short_lines(
    tx: &UnitOfWork,
    cycle: CycleId,
    buyer: BuyerId,
    cause_key: &str,
) -> Result<Vec<ShortLine>> {
    let orders = order::Entity::find()
        .filter(order::Column::CycleId.eq(cycle))
        .filter(order::Column::BuyerId.eq(buyer))
        .all(tx.db())
        .await?;
    let orders: HashMap<OrderId, order::Model> = orders.into_iter().map(|order| (order.id, order)).collect();
    let lines = order_line::Entity::find()
        .filter(order_line::Column::OrderId.is_in(orders.keys().copied()))
        .all(tx.db())
        .await?;
    let lines: HashMap<OrderLineId, order_line::Model> = lines.into_iter().map(|line| (line.id, line)).collect();
    let mut short_lines = Vec::new();
    for ids in lines.keys().copied().collect::<Vec<_>>().chunks(ROWS_PER_INSERT) {
        let shortages = shortage::Entity::find()
            .filter(shortage::Column::OrderLineId.is_in(ids.iter().copied()))
            .filter(shortage::Column::CauseKey.eq(cause_key))
            .all(tx.db())
            .await?;
        for shortage in shortages {
            let line = lines.get(&shortage.order_line_id);
            let line = line.ok_or_else(|| Problem::missing_reference("order_line", shortage.order_line_id))?.clone();
            let order = orders.get(&line.order_id);
            let order = order.ok_or_else(|| Problem::missing_reference("order", line.order_id))?.clone();
            short_lines.push(ShortLine { order, line, shortage });
        }
    }
    short_lines.sort_by(|a, b| (&a.order.code, a.line.position).cmp(&(&b.order.code, b.line.position)));
    Ok(short_lines)
}
