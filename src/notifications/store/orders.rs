//! Orders, standing orders and shortages that messages speak of.

use std::collections::HashMap;

use entities::{
    orders::{occurrence, order, order_line, shortage, standing_order},
    values::{BuyerId, CycleId, OccurrenceId, OrderId, OrderLineId, StandingOrderId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// A date of a standing order.
pub async fn occurrence(tx: &UnitOfWork, id: OccurrenceId) -> Result<occurrence::Model> {
    let found = occurrence::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("occurrence"))
}

/// A standing order.
pub async fn standing_order(tx: &UnitOfWork, id: StandingOrderId) -> Result<standing_order::Model> {
    let found = standing_order::Entity::find_by_id(id).one(tx.db()).await?;
    found.ok_or_else(|| Problem::not_found("standing_order"))
}

/// Lines of an order that got less than was wanted.
pub async fn reduced_lines(tx: &UnitOfWork, order: OrderId) -> Result<Vec<order_line::Model>> {
    let found = order_line::Entity::find()
        .filter(order_line::Column::OrderId.eq(order))
        .filter(order_line::Column::ReducedBy.is_not_null())
        .order_by_asc(order_line::Column::Position);
    Ok(found.all(tx.db()).await?)
}

/// Whose these orders are.
pub async fn buyers_of_orders(tx: &UnitOfWork, ids: &[OrderId]) -> Result<Vec<BuyerId>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order::Entity::find()
            .select_only()
            .column(order::Column::BuyerId)
            .distinct()
            .filter(order::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.into_tuple::<BuyerId>().all(tx.db()).await?);
    }
    Ok(found)
}

/// What one cause cut from a buyer's orders of a cycle: each line with its order and the units that will not come, by
/// order code and position. It reads this buyer's lines only.
pub async fn cut_lines(
    tx: &UnitOfWork,
    cycle: CycleId,
    buyer: BuyerId,
    cause_key: &str,
) -> Result<Vec<(order::Model, order_line::Model, shortage::Model)>> {
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
    let mut cut = Vec::new();
    for ids in lines.keys().copied().collect::<Vec<_>>().chunks(ROWS_PER_INSERT) {
        let some = shortage::Entity::find()
            .filter(shortage::Column::OrderLineId.is_in(ids.iter().copied()))
            .filter(shortage::Column::CauseKey.eq(cause_key));
        cut.extend(some.all(tx.db()).await?.into_iter().filter_map(|short| {
            let line = lines.get(&short.order_line_id)?;
            Some((orders.get(&line.order_id)?.clone(), line.clone(), short))
        }));
    }
    cut.sort_by(|(a, of_a, _), (b, of_b, _)| (&a.code, of_a.position).cmp(&(&b.code, of_b.position)));
    Ok(cut)
}
