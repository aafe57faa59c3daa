//! Orders.

use std::collections::HashMap;

use entities::{
    buyers::buyer,
    identity::organisation,
    orders::order,
    values::{Amount, BuyerId, CycleId, OrderId, OrderState},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, IntoActiveModel,
    JoinType, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Which orders a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Only this buyer's.
    pub buyer: Option<BuyerId>,
    /// Only this cycle's.
    pub cycle: Option<CycleId>,
    /// Only in this state.
    pub state: Option<OrderState>,
}

/// A page of orders, the newest first.
pub async fn page(tx: &UnitOfWork, shown: Shown, after: Option<OrderId>, fetch: u64) -> Result<Vec<order::Model>> {
    let mut query = order::Entity::find().order_by_desc(order::Column::Id).limit(fetch);
    if let Some(buyer) = shown.buyer {
        query = query.filter(order::Column::BuyerId.eq(buyer));
    }
    if let Some(cycle) = shown.cycle {
        query = query.filter(order::Column::CycleId.eq(cycle));
    }
    if let Some(state) = shown.state {
        query = query.filter(order::Column::State.eq(state));
    }
    if let Some(after) = after {
        query = query.filter(order::Column::Id.lt(after));
    }
    Ok(query.all(tx.db()).await?)
}

/// The order, or 404.
pub async fn get(tx: &UnitOfWork, id: OrderId) -> Result<order::Model> {
    order::Entity::find_by_id(id).one(tx.db()).await?.ok_or_else(|| Problem::not_found("order"))
}

/// The order of this buyer, or 404.
pub async fn of(tx: &UnitOfWork, buyer: BuyerId, id: OrderId) -> Result<order::Model> {
    let order = get(tx, id).await?;
    if order.buyer_id == buyer { Ok(order) } else { Err(Problem::not_found("order")) }
}

/// These orders, locked for change in the order of their ids.
pub async fn lock(tx: &UnitOfWork, ids: &[OrderId]) -> Result<Vec<order::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let mut some =
            order::Entity::find().filter(order::Column::Id.is_in(ids.iter().copied())).order_by_asc(order::Column::Id);
        if tx.db().get_database_backend() == DatabaseBackend::Postgres {
            some = some.lock(LockType::Update);
        }
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// These orders.
pub async fn by_ids(tx: &UnitOfWork, ids: &[OrderId]) -> Result<Vec<order::Model>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_PER_INSERT) {
        let some = order::Entity::find().filter(order::Column::Id.is_in(ids.iter().copied()));
        found.extend(some.all(tx.db()).await?);
    }
    Ok(found)
}

/// The order with this code.
pub async fn by_code(tx: &UnitOfWork, code: &str) -> Result<Option<order::Model>> {
    Ok(order::Entity::find().filter(order::Column::Code.eq(code)).one(tx.db()).await?)
}

/// Stores a new order.
pub async fn insert(tx: &UnitOfWork, row: &order::Model) -> Result<()> {
    order::Entity::insert(complete(row.clone())).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Stores a changed order.
pub async fn update(tx: &UnitOfWork, row: order::ActiveModel) -> Result<order::Model> {
    Ok(row.update(tx.db()).await?)
}

/// Stores the sums, state and version of many changed orders.
pub async fn put(tx: &UnitOfWork, rows: Vec<order::Model>) -> Result<()> {
    use order::Column;
    let changed = [Column::Net, Column::Tax, Column::State, Column::CancelledAt, Column::CancelReason, Column::Version];
    let conflict = OnConflict::column(Column::Id).update_columns(changed).to_owned();
    let rows: Vec<order::ActiveModel> = rows.into_iter().map(complete).collect();
    for rows in rows.chunks(ROWS_PER_INSERT) {
        order::Entity::insert_many(rows.to_vec()).on_conflict(conflict.clone()).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

fn complete(row: order::Model) -> order::ActiveModel {
    row.into_active_model().reset_all()
}

/// Moves orders of these ids to a state, from any of the states before it; says how many moved.
pub async fn advance(tx: &UnitOfWork, ids: &[OrderId], from: &[OrderState], to: OrderState) -> Result<Vec<OrderId>> {
    let mut moved = Vec::new();
    for row in lock(tx, ids).await?.into_iter().filter(|row| from.contains(&row.state)) {
        moved.push(row.id);
    }
    for ids in moved.chunks(ROWS_PER_INSERT) {
        order::Entity::update_many()
            .col_expr(order::Column::State, Expr::value(to))
            .col_expr(order::Column::Version, Expr::col(order::Column::Version).add(1))
            .filter(order::Column::Id.is_in(ids.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(moved)
}

/// Placed orders of a cycle in which every line is 0.
pub async fn empty_in(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<order::Model>> {
    const SQL: &str = "SELECT o.* FROM orders o WHERE o.cycle_id = $1 AND o.state = 'placed' \
        AND o.net = 0 AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.quantity > 0) \
        ORDER BY o.id";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(order::Model::find_by_statement(statement).all(tx.db()).await?)
}

/// How many orders of a cycle stand in a state, and their sums.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StateSum {
    /// The state.
    pub state: OrderState,
    /// How many.
    pub orders: i64,
    /// Net.
    pub net: Amount,
    /// Taxes.
    pub tax: Amount,
}

/// Orders of a cycle by state.
pub async fn sums_of(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<StateSum>> {
    const SQL: &str = "SELECT state, COUNT(*) AS orders, CAST(SUM(net) AS BIGINT) AS net, \
        CAST(SUM(tax) AS BIGINT) AS tax FROM orders WHERE cycle_id = $1 GROUP BY state ORDER BY state";
    let statement = Statement::from_sql_and_values(tx.db().get_database_backend(), SQL, [cycle.into()]);
    Ok(StateSum::find_by_statement(statement).all(tx.db()).await?)
}

/// A buyer as lists of staff name it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct BuyerName {
    /// The buyer.
    pub id: BuyerId,
    /// Its organisation's name.
    pub name: String,
}

/// Names of these buyers.
pub async fn buyer_names(tx: &UnitOfWork, ids: &[BuyerId]) -> Result<HashMap<BuyerId, BuyerName>> {
    let organisation_of = buyer::Entity::belongs_to(organisation::Entity)
        .from(buyer::Column::OrganisationId)
        .to(organisation::Column::Id);
    let named = buyer::Entity::find()
        .select_only()
        .column(buyer::Column::Id)
        .column_as(organisation::Column::Name, "name")
        .join(JoinType::InnerJoin, organisation_of.into())
        .filter(buyer::Column::Id.is_in(ids.iter().copied()));
    let named = named.into_model::<BuyerName>().all(tx.db()).await?;
    Ok(named.into_iter().map(|name| (name.id, name)).collect())
}
