//! Queries of orders.

use std::collections::HashMap;

use entities::{
    cycles::cycle,
    orders::order,
    values::{Amount, BuyerId, CycleId, OrderId, OrderState},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, LoaderTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};

use crate::platform::{
    http::{
        page_request::{PageRequest, Rows},
        problem::{Problem, Result},
    },
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// The orders that a list contains.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrderFilter {
    /// Only of this buyer.
    pub buyer: Option<BuyerId>,
    /// Only of this cycle.
    pub cycle: Option<CycleId>,
    /// Only in this state.
    pub state: Option<OrderState>,
}

/// A page of orders, the newest first.
pub async fn list(tx: &UnitOfWork, filter: OrderFilter, page: &PageRequest) -> Result<Rows<order::Model>> {
    let filters = [
        filter.buyer.map(|buyer| order::Column::BuyerId.eq(buyer)),
        filter.cycle.map(|cycle| order::Column::CycleId.eq(cycle)),
        filter.state.map(|state| order::Column::State.eq(state)),
    ];
    let found = filters.into_iter().flatten().fold(order::Entity::find(), QueryFilter::filter);
    let mut found = found.cursor_by(order::Column::Id);
    page.select(tx.db(), found.desc(), |order| order.id).await
}

/// The cycles of these orders, in their order.
pub async fn load_cycles(tx: &UnitOfWork, orders: &[order::Model]) -> Result<Vec<Option<cycle::Model>>> {
    Ok(orders.load_one(cycle::Entity, tx.db()).await?)
}

/// The orders of a buyer that are neither delivered nor cancelled, oldest first.
pub async fn list_open_orders(tx: &UnitOfWork, buyer: BuyerId) -> Result<Vec<order::Model>> {
    let found = order::Entity::find()
        .filter(order::Column::BuyerId.eq(buyer))
        .filter(order::Column::State.is_in([OrderState::AwaitingApproval, OrderState::Placed, OrderState::InDelivery]))
        .order_by_asc(order::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// The order, or 404.
pub async fn get(tx: &UnitOfWork, id: OrderId) -> Result<order::Model> {
    order::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("order"))
}

/// The order of this buyer, or 404.
pub async fn get_of_buyer(tx: &UnitOfWork, buyer: BuyerId, id: OrderId) -> Result<order::Model> {
    let order = get(tx, id).await?;
    if order.buyer_id == buyer { Ok(order) } else { Err(Problem::not_found("order")) }
}

/// The order, its row locked for change; or 404.
pub async fn lock(tx: &UnitOfWork, id: OrderId) -> Result<order::Model> {
    lock_many(tx, &[id]).await?.pop().ok_or_else(|| Problem::not_found("order"))
}

/// These orders, their rows locked for change in the order of their ids.
pub async fn lock_many(tx: &UnitOfWork, ids: &[OrderId]) -> Result<Vec<order::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order::Entity::find()
            .filter(order::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(order::Column::Id)
            .lock(LockType::Update);
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// Those of these orders that exist, by id.
pub async fn find_orders(tx: &UnitOfWork, ids: &[OrderId]) -> Result<HashMap<OrderId, order::Model>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order::Entity::find().filter(order::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(tx.db()).await?.into_iter().map(|order| (order.id, order)));
    }
    Ok(found)
}

/// The order with this code.
pub async fn find_by_code(tx: &UnitOfWork, code: &str) -> Result<Option<order::Model>> {
    Ok(order::Entity::find().filter(order::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Stores a new order.
pub async fn insert(tx: &UnitOfWork, row: &order::Model) -> Result<()> {
    order::Entity::insert(all_columns(row.clone())).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores a changed order.
pub async fn update(tx: &UnitOfWork, row: order::ActiveModel) -> Result<order::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Stores the totals, state and version of many changed orders.
pub async fn update_many(tx: &UnitOfWork, rows: Vec<order::Model>) -> Result<()> {
    use order::Column;
    let changed = [Column::Net, Column::Tax, Column::State, Column::CancelledAt, Column::CancelReason, Column::Version];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    let rows: Vec<order::ActiveModel> = rows.into_iter().map(all_columns).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        order::Entity::insert_many(rows.to_vec()).on_conflict(conflict.clone()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

fn all_columns(row: order::Model) -> order::ActiveModel {
    row.into_active_model().reset_all()
}

/// Sets the state of those of these orders that are in one of the states `from`; returns their ids.
pub async fn update_state(
    tx: &UnitOfWork,
    ids: &[OrderId],
    from: &[OrderState],
    to: OrderState,
) -> Result<Vec<OrderId>> {
    let orders = lock_many(tx, ids).await?.into_iter();
    let changed: Vec<OrderId> = orders.filter(|order| from.contains(&order.state)).map(|order| order.id).collect();
    for ids in changed.chunks(ROWS_PER_INSERT) {
        order::Entity::update_many()
            .col_expr(order::Column::State, Expr::value(to))
            .col_expr(order::Column::Version, Expr::col(order::Column::Version).add(1))
            .filter(order::Column::Id.is_in(ids.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(changed)
}

/// The placed orders of a cycle.
pub async fn list_placed(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<OrderId>> {
    let placed = order::Entity::find()
        .select_only()
        .column(order::Column::Id)
        .filter(order::Column::CycleId.eq(cycle))
        .filter(order::Column::State.eq(OrderState::Placed));
    Ok(placed.into_tuple().all(tx.db()).await?)
}

/// Placed orders of a cycle in which every line has quantity 0.
pub async fn list_empty(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<order::Model>> {
    const SQL: &str = "SELECT o.* FROM orders o WHERE o.cycle_id = $1 AND o.state = 'placed' \
        AND o.net = 0 AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.quantity > 0) \
        ORDER BY o.id";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(order::Model::find_by_statement(statement).all(tx.db()).await?)
}

/// Orders of a cycle in one state.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OrderStateSum {
    /// The state.
    pub state: OrderState,
    /// Number of orders.
    pub orders: i64,
    /// Their net value.
    pub net: Amount,
    /// Their taxes.
    pub tax: Amount,
}

/// The number and value of a cycle's orders by state.
pub async fn sum_by_state(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<OrderStateSum>> {
    const SQL: &str = "SELECT state, COUNT(*) AS orders, CAST(SUM(net) AS BIGINT) AS net, \
        CAST(SUM(tax) AS BIGINT) AS tax FROM orders WHERE cycle_id = $1 GROUP BY state ORDER BY state";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(OrderStateSum::find_by_statement(statement).all(tx.db()).await?)
}
