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
    http::problem::{Answer, Problem},
    work::{ROWS_PER_INSERT, Work},
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
pub async fn delivery(work: &Work, id: DeliveryId) -> Answer<delivery::Model> {
    scoped(work, Scope::All, id).await
}

/// One delivery of a scope, or 404.
pub async fn scoped(work: &Work, scope: Scope, id: DeliveryId) -> Answer<delivery::Model> {
    let mut found = delivery::Entity::find_by_id(id);
    if let Scope::Buyer(buyer) = scope {
        found = found.filter(delivery::Column::BuyerId.eq(buyer));
    }
    found.one(work.db()).await?.ok_or_else(|| Problem::not_found("delivery"))
}

/// The deliveries with these ids.
pub async fn deliveries(work: &Work, ids: &[DeliveryId]) -> Answer<HashMap<DeliveryId, delivery::Model>> {
    let found = delivery::Entity::find().filter(delivery::Column::Id.is_in(ids.iter().copied()));
    Ok(found.all(work.db()).await?.into_iter().map(|d| (d.id, d)).collect())
}

/// Lines of these deliveries, by delivery, in the order in which they were packed.
pub async fn lines(work: &Work, deliveries: &[DeliveryId]) -> Answer<Vec<delivery_line::Model>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::DeliveryId.is_in(deliveries.iter().copied()))
        .order_by_asc(delivery_line::Column::DeliveryId)
        .order_by_asc(delivery_line::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Where the units of a batch went.
pub async fn lines_of_batch(work: &Work, batch: BatchId) -> Answer<Vec<delivery_line::Model>> {
    let found = delivery_line::Entity::find()
        .filter(delivery_line::Column::BatchId.eq(batch))
        .order_by_asc(delivery_line::Column::Id);
    Ok(found.all(work.db()).await?)
}

/// Confirmed deliveries of a cycle, in the order of their making.
pub async fn confirmed_in(work: &Work, cycle: CycleId) -> Answer<Vec<delivery::Model>> {
    in_state(work, Which::Cycle(cycle), DeliveryState::Confirmed).await
}

/// Deliveries that stand at `state`, in the order of their making.
pub async fn in_state(work: &Work, which: Which, state: DeliveryState) -> Answer<Vec<delivery::Model>> {
    let found = delivery::Entity::find().filter(delivery::Column::State.eq(state)).order_by_asc(delivery::Column::Id);
    let found = match which {
        Which::One(id) => found.filter(delivery::Column::Id.eq(id)),
        Which::Cycle(cycle) => found.filter(delivery::Column::CycleId.eq(cycle)),
    };
    Ok(found.all(work.db()).await?)
}

/// Whether the deliveries of a cycle are made.
pub async fn are_prepared(work: &Work, cycle: CycleId) -> Answer<bool> {
    let any = delivery::Entity::find().filter(delivery::Column::CycleId.eq(cycle)).limit(1).one(work.db());
    Ok(any.await?.is_some())
}

/// Deliveries of a cycle that their buyers have not received yet.
pub async fn unconfirmed(work: &Work, cycle: CycleId) -> Answer<u64> {
    let open = delivery::Entity::find()
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.ne(DeliveryState::Confirmed));
    Ok(open.count(work.db()).await?)
}

/// Orders with a line in these deliveries.
pub async fn orders_in(work: &Work, deliveries: &[DeliveryId]) -> Answer<Vec<OrderId>> {
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
        orders.extend(found.all(work.db()).await?);
    }
    Ok(orders)
}

/// Stores the deliveries of a cycle with their lines.
pub async fn insert(work: &Work, deliveries: Vec<delivery::Model>, lines: Vec<delivery_line::Model>) -> Answer<()> {
    for chunk in deliveries.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(delivery::ActiveModel::from);
        delivery::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    for chunk in lines.chunks(ROWS_PER_INSERT) {
        let rows = chunk.iter().cloned().map(delivery_line::ActiveModel::from);
        delivery_line::Entity::insert_many(rows).exec_without_returning(work.db()).await?;
    }
    Ok(())
}

/// Deliveries that left.
pub async fn set_dispatched(work: &Work, ids: &[DeliveryId]) -> Answer<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::value(DeliveryState::Dispatched))
            .col_expr(delivery::Column::DispatchedAt, Expr::value(Some(work.now())))
            .col_expr(delivery::Column::Version, Expr::col(delivery::Column::Version).add(1))
            .filter(delivery::Column::Id.is_in(chunk.iter().copied()))
            .exec(work.db())
            .await?;
    }
    Ok(())
}

/// Deliveries that arrived, and who says so.
pub async fn set_confirmed(work: &Work, ids: &[DeliveryId], by: Option<PersonId>) -> Answer<()> {
    for chunk in ids.chunks(ROWS_PER_INSERT) {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::value(DeliveryState::Confirmed))
            .col_expr(delivery::Column::ConfirmedAt, Expr::value(Some(work.now())))
            .col_expr(delivery::Column::ConfirmedBy, Expr::value(by))
            .col_expr(delivery::Column::Version, Expr::col(delivery::Column::Version).add(1))
            .filter(delivery::Column::Id.is_in(chunk.iter().copied()))
            .exec(work.db())
            .await?;
    }
    Ok(())
}

/// A page of the deliveries of a scope, of one cycle where given, newest first.
pub async fn page(
    work: &Work,
    scope: Scope,
    cycle: Option<CycleId>,
    after: Option<DeliveryId>,
    fetch: u64,
) -> Answer<Vec<delivery::Model>> {
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
    Ok(found.all(work.db()).await?)
}
