//! Queries of deliveries.

use std::collections::HashMap;

use entities::{
    buyers::delivery_point,
    cycles::cycle,
    fulfilment::{delivery, delivery_line},
    values::{BuyerId, CycleId, CycleState, DeliveryId, DeliveryState, PersonId, ProductId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, LoaderTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, Query},
};

use crate::{
    buyers::{BuyerName, load_buyer_names},
    platform::{
        http::{
            page_request::{PageRequest, Rows},
            problem::{Problem, Result},
        },
        unit_of_work::{ROWS_PER_INSERT, UnitOfWork},
    },
};

/// The deliveries that a caller may see.
#[derive(Clone, Copy, Debug)]
pub enum DeliveryScope {
    /// All, for the cooperative.
    All,
    /// Those of one buyer.
    Buyer(BuyerId),
}

/// The deliveries that a command changes.
#[derive(Clone, Copy, Debug)]
pub enum DeliverySelection {
    /// One.
    One(DeliveryId),
    /// All of a cycle.
    Cycle(CycleId),
}

/// A delivery with the rows that its response names.
#[derive(Clone, Debug)]
pub struct DeliveryView {
    /// The delivery.
    pub delivery: delivery::Model,
    /// Its cycle.
    pub cycle: cycle::Model,
    /// Where it is delivered.
    pub point: delivery_point::Model,
    /// Its buyer.
    pub buyer: BuyerName,
}

/// One delivery of a scope, or 404.
pub async fn get_delivery(tx: &UnitOfWork, scope: DeliveryScope, id: DeliveryId) -> Result<delivery::Model> {
    let mut found = delivery::Entity::find_by_id(id);
    if let DeliveryScope::Buyer(buyer) = scope {
        found = found.filter(delivery::Column::BuyerId.eq(buyer));
    }
    found.one(tx.db()).await?.ok_or_else(|| Problem::not_found("delivery"))
}

/// Confirmed deliveries of a cycle, in the order of their ids.
pub async fn list_confirmed_deliveries(tx: &UnitOfWork, cycle: CycleId) -> Result<Vec<delivery::Model>> {
    list_deliveries_in_state(tx, DeliverySelection::Cycle(cycle), DeliveryState::Confirmed).await
}

/// The selected deliveries that are in `state`, in the order of their ids.
pub async fn list_deliveries_in_state(
    tx: &UnitOfWork,
    selection: DeliverySelection,
    state: DeliveryState,
) -> Result<Vec<delivery::Model>> {
    let selected = match selection {
        DeliverySelection::One(id) => delivery::Column::Id.eq(id),
        DeliverySelection::Cycle(cycle) => delivery::Column::CycleId.eq(cycle),
    };
    let found = delivery::Entity::find()
        .filter(selected)
        .filter(delivery::Column::State.eq(state))
        .order_by_asc(delivery::Column::Id);
    Ok(found.all(tx.db()).await?)
}

/// Whether the deliveries of a cycle are prepared.
pub async fn are_prepared(tx: &UnitOfWork, cycle: CycleId) -> Result<bool> {
    let any = delivery::Entity::find().filter(delivery::Column::CycleId.eq(cycle)).limit(1).one(tx.db());
    Ok(any.await?.is_some())
}

/// Whether no more goods are received in a cycle: its deliveries are prepared, or nothing was left to deliver.
pub async fn is_receiving_over(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<bool> {
    Ok(cycle.state == CycleState::Delivered || are_prepared(tx, cycle.id).await?)
}

/// The states of a delivery that has not ended.
const OPEN: [DeliveryState; 2] = [DeliveryState::Prepared, DeliveryState::Dispatched];

/// The number of deliveries of a cycle that have not ended.
pub async fn count_open_deliveries(tx: &UnitOfWork, cycle: CycleId) -> Result<u64> {
    let open = delivery::Entity::find()
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.is_in(OPEN));
    Ok(open.count(tx.db()).await?)
}

/// The number of deliveries of a buyer that have not ended.
pub async fn count_open_deliveries_of_buyer(tx: &UnitOfWork, buyer: BuyerId) -> Result<u64> {
    let open = delivery::Entity::find()
        .filter(delivery::Column::BuyerId.eq(buyer))
        .filter(delivery::Column::State.is_in(OPEN));
    Ok(open.count(tx.db()).await?)
}

/// Deliveries of a cycle that carry a product and have not ended, in the order of their ids. While the deliveries are not
/// prepared there are none; whoever waits for their end holds the lock of the cycle.
pub async fn list_open_deliveries(tx: &UnitOfWork, cycle: CycleId, product: ProductId) -> Result<Vec<delivery::Model>> {
    let carrying = Query::select()
        .column(delivery_line::Column::DeliveryId)
        .from(delivery_line::Entity)
        .and_where(Expr::col(delivery_line::Column::ProductId).eq(product))
        .to_owned();
    let open = delivery::Entity::find()
        .filter(delivery::Column::CycleId.eq(cycle))
        .filter(delivery::Column::State.is_in(OPEN))
        .filter(delivery::Column::Id.in_subquery(carrying))
        .order_by_asc(delivery::Column::Id);
    Ok(open.all(tx.db()).await?)
}

/// Stores a changed delivery.
pub async fn update_delivery(tx: &UnitOfWork, row: delivery::Model) -> Result<()> {
    delivery::Entity::update(row.into_active_model().reset_all()).exec(tx.db()).await?;
    Ok(())
}

/// Inserts deliveries with their lines.
pub async fn insert_deliveries(
    tx: &UnitOfWork,
    deliveries: Vec<delivery::Model>,
    lines: Vec<delivery_line::Model>,
) -> Result<()> {
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

/// Marks deliveries as dispatched now.
pub async fn update_dispatched(tx: &UnitOfWork, ids: &[DeliveryId]) -> Result<()> {
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

/// Marks deliveries as confirmed now, by this person.
pub async fn update_confirmed(tx: &UnitOfWork, ids: &[DeliveryId], by: Option<PersonId>) -> Result<()> {
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

/// Which deliveries a list has.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeliveryFilter {
    /// Only of this buyer.
    pub buyer: Option<BuyerId>,
    /// Only of this cycle.
    pub cycle: Option<CycleId>,
}

/// A page of deliveries, newest first.
pub async fn list_deliveries(
    tx: &UnitOfWork,
    filter: DeliveryFilter,
    page: &PageRequest,
) -> Result<Rows<DeliveryView>> {
    let filters = [
        filter.buyer.map(|buyer| delivery::Column::BuyerId.eq(buyer)),
        filter.cycle.map(|cycle| delivery::Column::CycleId.eq(cycle)),
    ];
    let found = filters.into_iter().flatten().fold(delivery::Entity::find(), QueryFilter::filter);
    let mut found = found.cursor_by(delivery::Column::Id);
    let mut rows = page.select(tx.db(), found.desc(), |delivery| delivery.id).await?;
    let views = load_views(tx, std::mem::take(&mut rows.items)).await?;
    Ok(rows.with_items(views))
}

/// The deliveries with these ids that exist, with their related rows.
pub async fn find_delivery_views(
    tx: &UnitOfWork,
    ids: impl IntoIterator<Item = DeliveryId>,
) -> Result<HashMap<DeliveryId, DeliveryView>> {
    let found = delivery::Entity::find().filter(delivery::Column::Id.is_in(ids)).all(tx.db()).await?;
    let views = load_views(tx, found).await?;
    Ok(views.into_iter().map(|view| (view.delivery.id, view)).collect())
}

/// One delivery of a scope with its related rows, or 404.
pub async fn get_delivery_view(tx: &UnitOfWork, scope: DeliveryScope, id: DeliveryId) -> Result<DeliveryView> {
    let delivery = get_delivery(tx, scope, id).await?;
    let views = load_views(tx, vec![delivery]).await?;
    views.into_iter().next().ok_or_else(|| Problem::not_found("delivery"))
}

async fn load_views(tx: &UnitOfWork, deliveries: Vec<delivery::Model>) -> Result<Vec<DeliveryView>> {
    let cycles = deliveries.load_one(cycle::Entity, tx.db()).await?;
    let points = deliveries.load_one(delivery_point::Entity, tx.db()).await?;
    let buyers: Vec<BuyerId> = deliveries.iter().map(|delivery| delivery.buyer_id).collect();
    let names = load_buyer_names(tx, &buyers).await?;
    let views = deliveries.into_iter().zip(cycles).zip(points).map(|((delivery, cycle), point)| {
        let missing_cycle = || Problem::missing_reference("cycle", delivery.cycle_id);
        let missing_point = || Problem::missing_reference("delivery_point", delivery.delivery_point_id);
        Ok(DeliveryView {
            cycle: cycle.ok_or_else(missing_cycle)?,
            point: point.ok_or_else(missing_point)?,
            buyer: names.get(delivery.buyer_id)?.clone(),
            delivery,
        })
    });
    views.collect()
}
