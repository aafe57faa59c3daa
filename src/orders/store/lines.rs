//! Order lines, and what they add up to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entities::{
    orders::order_line,
    values::{Amount, BuyerId, CycleId, DeliveryPointId, OrderId, OrderLineId, PriceListId, ProductId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, Statement,
    sea_query::OnConflict,
};

use crate::platform::{
    http::problem::Result,
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Stores new lines.
pub async fn insert(tx: &UnitOfWork, rows: &[order_line::Model]) -> Result<()> {
    for rows in rows.chunks(ROWS_PER_INSERT) {
        let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
        order_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Gives an order these lines and no others; those that stay keep their ids.
pub async fn replace(tx: &UnitOfWork, order: OrderId, rows: &[order_line::Model]) -> Result<()> {
    order_line::Entity::delete_many().filter(order_line::Column::OrderId.eq(order)).exec(tx.db()).await?;
    insert(tx, rows).await
}

/// Stores quantity and price of changed lines.
pub async fn put(tx: &UnitOfWork, rows: &[order_line::Model]) -> Result<()> {
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
pub async fn of_orders(tx: &UnitOfWork, orders: &[OrderId]) -> Result<Vec<order_line::Model>> {
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

/// These lines.
pub async fn by_ids(tx: &UnitOfWork, ids: &[OrderLineId]) -> Result<Vec<order_line::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order_line::Entity::find().filter(order_line::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Units and net value of a product in a cycle's orders.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct ProductSum {
    /// The product.
    pub product_id: ProductId,
    /// Units ordered.
    pub units: i64,
    /// Net value.
    pub net: Amount,
}

/// What a cycle's orders add up to, by product code: one pass over the cycle's lines, less those of the few orders
/// that do not count.
pub async fn demand(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<ProductSum>> {
    const SQL: &str = "SELECT d.product_id, d.units, d.net FROM ( \
            SELECT l.product_id, CAST(SUM(l.quantity) AS BIGINT) AS units, CAST(SUM(l.net) AS BIGINT) AS net \
            FROM order_line l WHERE l.cycle_id = $1 AND l.order_id NOT IN ( \
                SELECT o.id FROM orders o WHERE o.cycle_id = $1 \
                AND o.state NOT IN ('placed', 'in_delivery', 'delivered')) \
            GROUP BY l.product_id) d \
        JOIN product p ON p.id = d.product_id WHERE d.units > 0 ORDER BY p.code";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(ProductSum::find_by_statement(statement).all(tx.db()).await?)
}

/// An ordered line with what is due of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Due {
    /// The line.
    #[sea_orm(nested)]
    pub line: order_line::Model,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// Where it goes.
    pub delivery_point_id: DeliveryPointId,
    /// Class of its buyer in a shortage.
    pub priority: i32,
    /// Units that will not come.
    pub short: i64,
}

macro_rules! due {
    ($which:literal) => {
        concat!(
            "SELECT l.id, l.order_id, l.cycle_id, l.position, l.product_id, l.quantity, l.per_guest, l.wanted, \
                l.reduced_by, l.price_source, l.unit_price, l.discount_bps, l.net, \
                o.buyer_id, o.delivery_point_id, b.priority, \
                CAST(COALESCE((SELECT SUM(s.quantity) FROM shortage s WHERE s.order_line_id = l.id), 0) AS BIGINT) \
                    AS short \
            FROM order_line l JOIN orders o ON o.id = l.order_id JOIN buyer b ON b.id = o.buyer_id \
            WHERE l.cycle_id = $1 AND l.quantity > 0 AND o.state IN ('placed', 'in_delivery', 'delivered')",
            $which
        )
    };
}

/// Ordered lines of a cycle, by order and position.
pub async fn due(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<Due>> {
    const SQL: &str = due!(" ORDER BY o.code, l.position");
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(Due::find_by_statement(statement).all(tx.db()).await?)
}

/// Ordered lines of one product in a cycle, by order and position.
pub async fn due_of(tx: &UnitOfWork, cycle: CycleId, product: ProductId) -> Result<Vec<Due>> {
    const SQL: &str = due!(" AND l.product_id = $2 ORDER BY o.code, l.position");
    let values = [cycle.into(), product.into()];
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, values);
    Ok(Due::find_by_statement(statement).all(tx.db()).await?)
}

/// Those of these orders of which not one workshop will come.
pub async fn wholly_short(tx: &UnitOfWork, orders: &[OrderId]) -> Result<Vec<OrderId>> {
    let lines = of_orders(tx, orders).await?;
    let ids: Vec<OrderLineId> = lines.iter().map(|line| line.id).collect();
    let short = super::shortages::of_lines(tx, &ids).await?;
    let mut due: BTreeMap<OrderId, i64> = BTreeMap::new();
    for line in &lines {
        *due.entry(line.order_id).or_default() += line.quantity - short.get(&line.id).copied().unwrap_or(0);
    }
    Ok(due.into_iter().filter(|(_, due)| *due == 0).map(|(order, _)| order).collect())
}

/// A placed order's line that follows the guests.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GuestLine {
    /// The line.
    #[sea_orm(nested)]
    pub line: order_line::Model,
    /// Whose it is.
    pub buyer_id: BuyerId,
    /// Guests arriving from this day …
    pub guests_from: NaiveDate,
    /// … to before this one; none = to before the next delivery.
    pub guests_until: Option<NaiveDate>,
    /// Its order's price list …
    pub price_list_id: Option<PriceListId>,
    /// … and version.
    pub price_list_version: Option<i32>,
}

macro_rules! guest_lines {
    ($which:literal) => {
        concat!(
            "SELECT l.id, l.order_id, l.cycle_id, l.position, l.product_id, l.quantity, l.per_guest, l.wanted, \
                l.reduced_by, l.price_source, l.unit_price, l.discount_bps, l.net, \
                o.buyer_id, o.guests_from, o.guests_until, o.price_list_id, o.price_list_version \
            FROM orders o JOIN order_line l ON l.order_id = o.id \
            WHERE o.cycle_id = $1 AND o.state = 'placed' AND l.per_guest IS NOT NULL",
            $which
        )
    };
}

/// Lines of a cycle's placed orders that follow the guests, of one buyer where given, by order and position.
pub async fn per_guest(tx: &UnitOfWork, cycle: CycleId, buyer: Option<BuyerId>) -> Result<Vec<GuestLine>> {
    const ALL: &str = guest_lines!(" ORDER BY o.id, l.position");
    const OF_BUYER: &str = guest_lines!(" AND o.buyer_id = $2 ORDER BY o.id, l.position");
    let backend = tx.db().get_database_backend();
    let statement = match buyer {
        Some(buyer) => Statement::from_sql_and_values(backend, OF_BUYER, [cycle.into(), buyer.into()]),
        None => Statement::from_sql_and_values(backend, ALL, [cycle.into()]),
    };
    Ok(GuestLine::find_by_statement(statement).all(tx.db()).await?)
}
