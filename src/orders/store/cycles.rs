//! Queries of the orders on cycles and accounts.

use chrono::NaiveDate;
use entities::{
    buyers::{buyer, delivery_point},
    cycles::cycle,
    values::{Amount, BuyerId, CycleId, CycleState, DeliveryPointId, OrganisationId, SegmentId, ZoneId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::{
    orders::rules::{Window, earliest_delivery},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Cycles that deliver from a day on and whose quotas are not published, by day.
pub async fn list_unpublished(tx: &UnitOfWork, from: NaiveDate) -> Result<Vec<cycle::Model>> {
    let states = [CycleState::Open, CycleState::Closed, CycleState::Allocated];
    Ok(cycle::Entity::find()
        .filter(cycle::Column::DeliveryDate.gte(from))
        .filter(cycle::Column::State.is_in(states))
        .order_by_asc(cycle::Column::DeliveryDate)
        .order_by_asc(cycle::Column::Id)
        .all(tx.db())
        .await?)
}

/// Cycles of a zone that one query loads at most.
const MAX_CYCLES: u64 = 200;

/// A cycle with the terms of the buyer's account that an order in it needs.
#[derive(Debug, FromQueryResult)]
pub struct OrderingAccount {
    /// The cycle, of the buyer's zone.
    #[sea_orm(nested)]
    pub cycle: cycle::Model,
    /// The account.
    pub buyer_id: BuyerId,
    /// The segment, which has the prices.
    pub segment_id: SegmentId,
    /// Smallest net value of an order.
    pub order_minimum: Amount,
}

/// This cycle, its row locked for reading until the end of the transaction, with the organisation's account. None unless
/// the account is open, the cycle is of its zone, and the delivery point is an active one of the account. One query.
pub async fn lock_cycle_for_order(
    tx: &mut UnitOfWork,
    organisation: OrganisationId,
    cycle: CycleId,
    point: DeliveryPointId,
) -> Result<Option<OrderingAccount>> {
    let of_zone = cycle::Entity::belongs_to(buyer::Entity).from(cycle::Column::ZoneId).to(buyer::Column::ZoneId);
    let point_of =
        buyer::Entity::belongs_to(delivery_point::Entity).from(buyer::Column::Id).to(delivery_point::Column::BuyerId);
    let mut found = cycle::Entity::find_by_id(cycle)
        .column_as(buyer::Column::Id, "buyer_id")
        .column_as(buyer::Column::SegmentId, "segment_id")
        .column_as(buyer::Column::OrderMinimum, "order_minimum")
        .join(JoinType::InnerJoin, of_zone.into())
        .join(JoinType::InnerJoin, point_of.into())
        .filter(buyer::Column::OrganisationId.eq(organisation))
        .filter(buyer::Column::ClosedAt.is_null())
        .filter(delivery_point::Column::Id.eq(point))
        .filter(delivery_point::Column::RetiredAt.is_null());
    QuerySelect::query(&mut found).lock_with_tables(LockType::Share, [cycle::Entity]);
    Ok(found.into_model::<OrderingAccount>().one(tx.db()).await?)
}

/// Cycles of a zone to which dates from `date` on may belong, by delivery date.
pub async fn list_from(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<Vec<cycle::Model>> {
    Ok(cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(zone))
        .filter(cycle::Column::DeliveryDate.gte(earliest_delivery(date)))
        .order_by_asc(cycle::Column::DeliveryDate)
        .limit(MAX_CYCLES)
        .all(tx.db())
        .await?)
}

/// The days that belong to the delivery of a cycle.
pub async fn get_window(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Window> {
    Ok(Window::of(cycle.delivery_date, next_delivery(tx, cycle).await?))
}

/// The zone's next delivery after that of `cycle`.
async fn next_delivery(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Option<NaiveDate>> {
    let next = cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(cycle.zone_id))
        .filter(cycle::Column::DeliveryDate.gt(cycle.delivery_date))
        .order_by_asc(cycle::Column::DeliveryDate);
    Ok(next.one(tx.db()).await?.map(|next| next.delivery_date))
}
