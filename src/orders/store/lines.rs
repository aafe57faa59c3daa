//! Queries of order lines, their sums and what is due of them.

use std::collections::{BTreeMap, HashMap};

use entities::{
    catalogue::product,
    orders::{order, order_line},
    values::{Amount, BuyerId, CycleId, DeliveryPointId, OrderBasketId, OrderId, OrderLineId, OrderState, ProductId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Statement, sea_query::OnConflict,
};

use crate::{
    orders::rules::PastLine,
    platform::{
        http::problem::Result,
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// Stores new lines.
pub async fn insert(tx: &UnitOfWork, rows: &[order_line::Model]) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        order_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Deletes the lines of an order, to insert those that it has instead. A line that stays is inserted again with its id.
pub async fn delete(tx: &UnitOfWork, order: OrderId) -> Result<()> {
    order_line::Entity::delete_many().filter(order_line::Column::OrderId.eq(order)).exec(tx.db()).await?;
    Ok(())
}

/// Stores the quantities and prices of changed lines.
pub async fn update_quantities(tx: &UnitOfWork, rows: &[order_line::Model]) -> Result<()> {
    use order_line::Column;
    let changed = [Column::Quantity, Column::Wanted, Column::ReducedBy, Column::UnitPrice, Column::Net];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        order_line::Entity::insert_many(rows).on_conflict(conflict.clone()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Lines of these orders, by order and position.
pub async fn list(tx: &UnitOfWork, orders: &[OrderId]) -> Result<Vec<order_line::Model>> {
    let mut found = Vec::new();
    for orders in orders.chunks(ROWS_PER_INSERT) {
        let some = order_line::Entity::find()
            .filter(order_line::Column::OrderId.is_in(orders.iter().copied()))
            .order_by_asc(order_line::Column::OrderId)
            .order_by_asc(order_line::Column::Position);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Orders whose lines say what a buyer usually orders.
const LAST_ORDERS: u64 = 10;

/// The lines and baskets of a buyer's last orders that were not cancelled.
pub async fn list_last(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<PastLine>> {
    let last = order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .filter(order::Column::BuyerId.eq(buyer))
        .filter(order::Column::State.ne(OrderState::Cancelled))
        .order_by_desc(order::Column::CreatedAt)
        .order_by_desc(order::Column::Id)
        .limit(LAST_ORDERS);
    let last: Vec<OrderId> = last.into_tuple().all(tx.db()).await?;
    let lines = list(tx, &last).await?.into_iter().filter(|line| line.order_basket_id.is_none());
    let lines = lines.map(|line| (line.product_id, line.wanted.unwrap_or(line.quantity)));
    let baskets = super::baskets::list(tx, &last).await?.into_iter();
    let ordered = lines.chain(baskets.map(|basket| (basket.product_id, basket.quantity)));
    Ok(ordered.map(|(product_id, quantity)| PastLine { product_id, quantity }).collect())
}

/// Those of these lines that exist, by id.
pub async fn find_order_lines(tx: &UnitOfWork, ids: &[OrderLineId]) -> Result<HashMap<OrderLineId, order_line::Model>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order_line::Entity::find().filter(order_line::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(tx.db()).await?.into_iter().map(|line| (line.id, line)));
    }
    Ok(found)
}

/// The packaging of these baskets, by id of the line.
pub async fn list_packaging(tx: &UnitOfWork, baskets: &[OrderBasketId]) -> Result<Vec<order_line::Model>> {
    let mut found = Vec::new();
    for baskets in baskets.chunks(ROWS_PER_INSERT) {
        let some = order_line::Entity::find()
            .filter(order_line::Column::OrderBasketId.is_in(baskets.iter().copied()))
            .filter(order_line::Column::Packaging.eq(true))
            .order_by_asc(order_line::Column::Id);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Lines of an order with their products, by position.
pub async fn list_with_products(
    tx: &UnitOfWork,
    order: OrderId,
) -> Result<Vec<(order_line::Model, Option<product::Model>)>> {
    Ok(order_line::Entity::find()
        .find_also_related(product::Entity)
        .filter(order_line::Column::OrderId.eq(order))
        .order_by_asc(order_line::Column::Position)
        .all(tx.db())
        .await?)
}

/// The demand for one product in a cycle.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Demand {
    /// The product.
    pub product_id: ProductId,
    /// Units ordered.
    pub units: i64,
    /// Net value of the units.
    pub net: Amount,
}

/// The demand of a cycle by product code: the sum of its order lines, without those of drafts, orders that await approval
/// and cancelled orders. One query, whatever the number of lines: it sums all lines of the cycle and excludes those of
/// the few orders that do not count. Baskets are no demand: what is in them is.
pub async fn list_demand(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<Demand>> {
    const SQL: &str = "SELECT d.product_id, d.units, d.net FROM ( \
            SELECT l.product_id, CAST(SUM(l.quantity) AS BIGINT) AS units, CAST(SUM(l.net) AS BIGINT) AS net \
            FROM order_line l WHERE l.cycle_id = $1 AND l.order_id NOT IN ( \
                SELECT o.id FROM orders o WHERE o.cycle_id = $1 \
                AND o.state NOT IN ('placed', 'in_delivery', 'delivered', 'undelivered')) \
            GROUP BY l.product_id) d \
        JOIN product p ON p.id = d.product_id WHERE d.units > 0 \
        AND d.product_id NOT IN (SELECT b.product_id FROM basket b) ORDER BY p.code";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(Demand::find_by_statement(statement).all(tx.db()).await?)
}

/// An ordered line with the units still to be delivered.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DueLine {
    /// The line.
    #[sea_orm(nested)]
    pub line: order_line::Model,
    /// The buyer.
    pub buyer_id: BuyerId,
    /// Where it is delivered.
    pub delivery_point_id: DeliveryPointId,
    /// Priority class of the buyer in a shortage: 1 is served first.
    pub priority: i32,
    /// Units to deliver: ordered less shortages.
    pub due: i64,
}

macro_rules! due_lines {
    ($condition_and_order:literal) => {
        concat!(
            "SELECT l.*, o.buyer_id, o.delivery_point_id, b.priority, \
                CAST(l.quantity - COALESCE( \
                    (SELECT SUM(s.quantity) FROM shortage s WHERE s.order_line_id = l.id), 0) AS BIGINT) AS due \
            FROM order_line l JOIN orders o ON o.id = l.order_id JOIN buyer b ON b.id = o.buyer_id \
            WHERE l.cycle_id = $1 AND l.quantity > 0 AND NOT l.packaging AND o.state IN ('placed', 'in_delivery', 'delivered', 'undelivered')",
            $condition_and_order
        )
    };
}

/// Lines of a cycle of which something is to be delivered, by order code and position.
pub async fn list_due_lines(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<DueLine>> {
    const SQL: &str = due_lines!(" ORDER BY o.code, l.position");
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    let lines = DueLine::find_by_statement(statement).all(tx.db()).await?;
    Ok(lines.into_iter().filter(|line| line.due > 0).collect())
}

/// Ordered lines of one product in a cycle, also those of which nothing is due, by order code and position.
pub async fn list_lines_of_product(tx: &UnitOfWork, cycle: CycleId, product: ProductId) -> Result<Vec<DueLine>> {
    const SQL: &str = due_lines!(" AND l.product_id = $2 ORDER BY o.code, l.position");
    let values = [cycle.into(), product.into()];
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, values);
    Ok(DueLine::find_by_statement(statement).all(tx.db()).await?)
}

/// Those of these orders of which shortages leave nothing to deliver.
pub async fn list_undeliverable_orders(tx: &UnitOfWork, orders: &[OrderId]) -> Result<Vec<OrderId>> {
    let mut lines = list(tx, orders).await?;
    lines.retain(|line| !line.packaging);
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    let missing = super::shortages::sum_by_line(tx, &ids).await?;
    let mut due: BTreeMap<OrderId, i64> = BTreeMap::new();
    for line in &lines {
        *due.entry(line.order_id).or_default() += line.quantity - missing.get(&line.id).copied().unwrap_or(0);
    }
    Ok(due.into_iter().filter(|(_, due)| *due == 0).map(|(order, _)| order).collect())
}

/// Placed orders of a cycle, of one buyer where given, with a line whose quantity may still change by itself: one per
/// guest, or one that has fewer units than were ordered.
pub async fn list_orders_to_recompute(tx: &UnitOfWork, cycle: CycleId, buyer: Option<BuyerId>) -> Result<Vec<OrderId>> {
    let changing =
        Condition::any().add(order_line::Column::PerGuest.is_not_null()).add(order_line::Column::Wanted.is_not_null());
    let mut found = order_line::Entity::find()
        .select_only()
        .column(order_line::Column::OrderId)
        .distinct()
        .inner_join(order::Entity)
        .filter(order_line::Column::CycleId.eq(cycle))
        .filter(order::Column::State.eq(OrderState::Placed))
        .filter(changing);
    if let Some(buyer) = buyer {
        found = found.filter(order::Column::BuyerId.eq(buyer));
    }
    Ok(found.into_tuple().all(tx.db()).await?)
}

/// Whether a placed order of the cycle has a line with fewer units than were ordered.
pub async fn any_cut(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let cut = order_line::Entity::find()
        .select_only()
        .column(order_line::Column::Id)
        .inner_join(order::Entity)
        .filter(order_line::Column::CycleId.eq(cycle))
        .filter(order_line::Column::Wanted.is_not_null())
        .filter(order::Column::State.eq(OrderState::Placed))
        .limit(1);
    Ok(cut.into_tuple::<OrderLineId>().one(tx.db()).await?.is_some())
}
