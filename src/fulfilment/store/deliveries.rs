//! Deliveries and their lines.

use std::collections::HashMap;

use entities::{
    fulfilment::{delivery, delivery_line},
    orders::order_line,
    values::{BatchId, BuyerId, CycleId, DeliveryId, DeliveryState, OrderId, PersonId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, RelationDef,
    sea_query::{Expr, ExprTrait},
};

use crate::platform::{
    http::problem::{Problem, Result},
    unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
};

/// Whose deliveries a caller sees.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// The cooperative sees all.
    All,
    /// A buyer sees its own.
    Buyer(BuyerId),
}

/// Which deliveries a change is about.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// One.
    One(DeliveryId),
    /// All of a cycle.
    Cycle(CycleId),
}

/// One delivery, or 404.
pub async fn delivery(tx: &UnitOfWork, id: DeliveryId) -> Result<delivery::Model> {
    scoped(tx, Scope::All, id).await
}

/// One delivery of a scope, or 404.
pub async fn scoped(tx: &UnitOfWork, scope: Scope, id: DeliveryId) -> Result<delivery::Model> {
    let mut found = delivery::Entity::find_by_id(id);
    if let Scope::Buyer(buyer) = scope {
        found = found.filter(delivery::Column::BuyerId.eq(buyer));
    }
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("delivery"))
}

/// The deliveries with these ids.
pub async fn deliveries(tx: &UnitOfWork, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, delivery::Model>> {
    let found = delivery::Entity::find().filter(delivery::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(tx.db()).await?.into_iter().map(|d| (d.id, d)).collect())
}

/// Lines of these deliveries, by delivery, in the order in which they were packed.
pub async fn lines(tx: &UnitOfWork, deliveries: &[DeliveryId]) -> Result<Vec<delivery_line::Model>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::DeliveryId.is_in(deliveries.iter().copied()))
        .order_by_asc(delivery_line::Column::DeliveryId)
        .order_by_asc(delivery_line::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Where the units of a batch went.
pub async fn lines_of_batch(tx: &UnitOfWork, batch: BatchId) -> Result<Vec<delivery_line::Model>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::BatchId.eq(batch))
        .order_by_asc(delivery_line::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Confirmed deliveries of a cycle, in the order of their making.
pub async fn confirmed_in(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<delivery::Model>> {
    in_state(tx, Which::Cycle(cycle), DeliveryState::Confirmed).await
}

/// Deliveries that stand at `state`, in the order of their making.
pub async fn in_state(tx: &UnitOfWork, which: Which, state: DeliveryState) -> Result<Vec<delivery::Model>> {
    let found = delivery::Entity::find().filter(delivery::Column::State.eq(state)).order_by_asc(delivery::Column::Id);
    let found = match which {
        Which::One(id) => found.filter(delivery::Column::Id.eq(id)),
        Which::Cycle(cycle) => found.filter(delivery::Column::CycleId.eq(cycle)),
    };
    Ok(found.all(tx.db()).await?)
}

/// Whether the deliveries of a cycle are made.
pub async fn are_prepared(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let any = delivery::Entity::find().filter(delivery::Column::CycleId.eq(cycle)).limit(1).one(tx.db());
    Ok(any.await?.is_some())
}

/// Deliveries of a cycle that their buyers have not received yet.
pub async fn unconfirmed(tx: &UnitOfWork, cycle: CycleId) -> Result<u64> {
    let open = delivery::Entity::find()
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.ne(DeliveryState::Confirmed));
    Ok(open.count(tx.db()).await?)
}

/// Orders with a line in these deliveries.
pub async fn orders_in(tx: &UnitOfWork, deliveries: &[DeliveryId]) -> Result<Vec<OrderId>> {
    let of_line: RelationDef = delivery_line::Entity::belongs_to(order_line::Entity)
        .from(delivery_line::Column::OrderLineId)
        .to(order_line::Column::Id)
        .into();
    let mut orders = Vec::new();
    for chunk in deliveries.chunks(ROWS_PER_INSERT) {
        let found = delivery_line::Entity::find()
            .select_only()
            .join(JoinType::InnerJoin, of_line.clone())
            .column(order_line::Column::OrderId)
            .distinct()
            .filter(delivery_line::Column::DeliveryId.is_in(chunk.iter().copied()))
            .into_tuple::<OrderId>();
        orders.extend(found.all(tx.db()).await?);
    }
    Ok(orders)
}

/// Stores the deliveries of a cycle with their lines.
pub async fn insert(tx: &UnitOfWork, deliveries: Vec<delivery::Model>, lines: Vec<delivery_line::Model>) -> Result<()> {
    for chunk in deliveries.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(delivery::ActiveModel::from);
        delivery::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(delivery_line::ActiveModel::from);
        delivery_line::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Deliveries that left.
pub async fn set_dispatched(tx: &UnitOfWork, ids: &[DeliveryId]) -> Result<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::value(DeliveryState::Dispatched))
            .col_expr(delivery::Column::DispatchedAt, Expr::value(Some(tx.now())))
            .col_expr(delivery::Column::Version, Expr::col(delivery::Column::Version).add(1))
            .filter(delivery::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// Deliveries that arrived, and who says so.
pub async fn set_confirmed(tx: &UnitOfWork, ids: &[DeliveryId], by: Option<PersonId>) -> Result<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::value(DeliveryState::Confirmed))
            .col_expr(delivery::Column::ConfirmedAt, Expr::value(Some(tx.now())))
            .col_expr(delivery::Column::ConfirmedBy, Expr::value(by))
            .col_expr(delivery::Column::Version, Expr::col(delivery::Column::Version).add(1))
            .filter(delivery::Column::Id.is_in(chunk.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    Ok(())
}

/// A page of the deliveries of a scope, of one cycle where given, newest first.
pub async fn page(
    tx: &UnitOfWork,
    scope: Scope,
    cycle: Option<CycleId>,
    after: Option<DeliveryId>,
    fetch: u64,
) -> Result<Vec<delivery::Model>> {
    let mut found = delivery::Entity::find().order_by_desc(delivery::Column::Id).limit(fetch);
    if let Scope::Buyer(buyer) = scope {
        found = found.filter(delivery::Column::BuyerId.eq(buyer));
    }
    if let Some(cycle) = cycle {
        found = found.filter(delivery::Column::CycleId.eq(cycle));
    }
    if let Some(after) = after {
        found = found.filter(delivery::Column::Id.lt(after));
    }
    Ok(found.all(tx.db()).await?)
}
