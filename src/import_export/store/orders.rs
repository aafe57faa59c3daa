//! Orders, standing orders and arrivals.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::{
    orders::{
        arrival, occurrence, order, order_basket, order_line, standing_order, standing_order_line, standing_order_pause,
    },
    values::{Amount, OrderBasketId, OrderId, OrderState, ProductId, StandingOrderId, StandingOrderState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};

use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// What an order has of a product, or of a basket with what is in it.
#[derive(Clone, Copy, Debug)]
pub struct OrderedItem {
    /// The product.
    pub product_id: ProductId,
    /// Units.
    pub quantity: i64,
    /// Net, per unit.
    pub unit_price: Amount,
    /// Discount on the unit price, in basis points.
    pub discount_bps: i32,
}

/// The order of this code with what it has, by position.
pub async fn order(tx: &UnitOfWork, code: &str) -> Result<Option<(order::Model, Vec<OrderedItem>)>> {
    let Some(order) = order::Entity::find().filter(order::Column::Code.eq(code)).one(tx.db()).await? else {
        return Ok(None);
    };
    let lines = order_line::Entity::find()
        .filter(order_line::Column::OrderId.eq(order.id))
        .filter(order_line::Column::Quantity.gt(0))
        .order_by_asc(order_line::Column::Position);
    let lines = lines.all(tx.db()).await?;
    let baskets = order_basket::Entity::find().filter(order_basket::Column::OrderId.eq(order.id));
    let items = items_by_order(lines, baskets.all(tx.db()).await?).remove(&order.id).unwrap_or_default();
    Ok(Some((order, items)))
}

/// What each order has, by position. A basket is where its first line is.
fn items_by_order(
    lines: Vec<order_line::Model>,
    baskets: Vec<order_basket::Model>,
) -> HashMap<OrderId, Vec<OrderedItem>> {
    let mut baskets: HashMap<OrderBasketId, order_basket::Model> =
        baskets.into_iter().map(|basket| (basket.id, basket)).collect();
    let mut items: HashMap<OrderId, Vec<OrderedItem>> = HashMap::new();
    for line in lines {
        let item = match line.order_basket_id {
            None => Some(OrderedItem {
                product_id: line.product_id,
                quantity: line.quantity,
                unit_price: line.unit_price,
                discount_bps: line.discount_bps,
            }),
            Some(basket) => baskets.remove(&basket).map(|basket| OrderedItem {
                product_id: basket.product_id,
                quantity: basket.quantity,
                unit_price: basket.unit_price,
                discount_bps: 0,
            }),
        };
        items.entry(line.order_id).or_default().extend(item);
    }
    items
}

/// The code of these that an order has.
pub async fn find_code(tx: &UnitOfWork, codes: &[String]) -> Result<Option<String>> {
    let found = order::Entity::find()
        .select_only()
        .column(order::Column::Code)
        .filter(order::Column::Code.is_in(codes.iter().map(String::as_str)))
        .into_tuple();
    Ok(found.one(tx.db()).await?)
}

/// All orders that are neither drafts nor cancelled, by code.
pub async fn placed_orders(tx: &UnitOfWork) -> Result<Vec<order::Model>> {
    let orders = order::Entity::find()
        .filter(order::Column::State.is_in([
            OrderState::Placed,
            OrderState::InDelivery,
            OrderState::Delivered,
            OrderState::Undelivered,
        ]))
        .order_by_asc(order::Column::Code);
    Ok(orders.all(tx.db()).await?)
}

/// What each order has of which the quantity is not 0, by position.
pub async fn ordered_items(tx: &UnitOfWork) -> Result<HashMap<OrderId, Vec<OrderedItem>>> {
    let lines = order_line::Entity::find()
        .filter(order_line::Column::Quantity.gt(0))
        .order_by_asc(order_line::Column::Position);
    let baskets = order_basket::Entity::find().all(tx.db()).await?;
    Ok(items_by_order(lines.all(tx.db()).await?, baskets))
}

/// All occurrences of standing orders that have an order.
pub async fn ordered_occurrences(tx: &UnitOfWork) -> Result<Vec<occurrence::Model>> {
    Ok(occurrence::Entity::find().filter(occurrence::Column::OrderId.is_not_null()).all(tx.db()).await?)
}

/// The standing order of this code with its lines, in their order; its row is locked for change.
pub async fn standing_order(
    tx: &UnitOfWork,
    code: &str,
) -> Result<Option<(standing_order::Model, Vec<standing_order_line::Model>)>> {
    let found = standing_order::Entity::find().filter(standing_order::Column::Code.eq(code)).lock(LockType::Update);
    let Some(standing) = found.one(tx.db()).await? else { return Ok(None) };
    let lines = standing_order_line::Entity::find()
        .filter(standing_order_line::Column::StandingOrderId.eq(standing.id))
        .order_by_asc(standing_order_line::Column::Position);
    let lines = lines.all(tx.db()).await?;
    Ok(Some((standing, lines)))
}

/// The standing order with this id; its row is locked for change.
pub async fn standing_order_by_id(tx: &UnitOfWork, id: StandingOrderId) -> Result<Option<standing_order::Model>> {
    Ok(standing_order::Entity::find_by_id(id).lock(LockType::Update).one(tx.db()).await?)
}

/// All standing orders, by code.
pub async fn standing_orders(tx: &UnitOfWork) -> Result<Vec<standing_order::Model>> {
    Ok(standing_order::Entity::find().order_by_asc(standing_order::Column::Code).all(tx.db()).await?)
}

/// All lines of standing orders, by position.
pub async fn standing_order_lines(tx: &UnitOfWork) -> Result<Vec<standing_order_line::Model>> {
    let lines = standing_order_line::Entity::find().order_by_asc(standing_order_line::Column::Position);
    Ok(lines.all(tx.db()).await?)
}

/// The ids of standing orders that have ended.
pub async fn ended_standing_orders(tx: &UnitOfWork) -> Result<HashSet<StandingOrderId>> {
    let ended = standing_order::Entity::find()
        .select_only()
        .column(standing_order::Column::Id)
        .filter(standing_order::Column::State.eq(StandingOrderState::Ended));
    let ended: Vec<StandingOrderId> = ended.into_tuple().all(tx.db()).await?;
    Ok(ended.into_iter().collect())
}

/// Whether a standing order has exactly this pause.
pub async fn has_pause(tx: &UnitOfWork, id: StandingOrderId, from: NaiveDate, until: NaiveDate) -> Result<bool> {
    let same = standing_order_pause::Entity::find()
        .filter(standing_order_pause::Column::StandingOrderId.eq(id))
        .filter(standing_order_pause::Column::FromDate.eq(from))
        .filter(standing_order_pause::Column::UntilDate.eq(until));
    Ok(same.one(tx.db()).await?.is_some())
}

/// All pauses of standing orders, the oldest first.
pub async fn standing_order_pauses(tx: &UnitOfWork) -> Result<Vec<standing_order_pause::Model>> {
    let all = standing_order_pause::Entity::find().order_by_asc(standing_order_pause::Column::FromDate);
    Ok(all.all(tx.db()).await?)
}

/// All arrivals that were not cancelled, by day.
pub async fn arrivals(tx: &UnitOfWork) -> Result<Vec<arrival::Model>> {
    let all = arrival::Entity::find()
        .filter(arrival::Column::CancelledAt.is_null())
        .order_by_asc(arrival::Column::Date)
        .order_by_asc(arrival::Column::Reference);
    Ok(all.all(tx.db()).await?)
}
