//! What orders reads of cycles: which deliveries a zone has, and for whom.

use chrono::NaiveDate;
use entities::{
    buyers::{buyer, delivery_point},
    cycles::cycle,
    values::{Amount, BuyerId, CycleId, DeliveryPointId, OrganisationId, SegmentId, ZoneId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use crate::{
    orders::rules::{Window, earliest_delivery},
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// Cycles of a zone that are loaded at most.
const MAX_CYCLES: u64 = 200;

/// A cycle and what an order in it needs of its buyer's account.
#[derive(Debug, FromQueryResult)]
pub struct Account {
    /// The cycle, of the buyer's zone.
    #[sea_orm(nested)]
    pub cycle: cycle::Model,
    /// The account.
    pub buyer_id: BuyerId,
    /// Whose prices hold for it.
    pub segment_id: SegmentId,
    /// Least net value of an order.
    pub order_minimum: Amount,
}

/// This cycle, its row locked for reading until the end of this work, with the organisation's account; none unless the cycle
/// is of the account's zone and the delivery point is a live one of the account.
pub async fn share_for(
    tx: &mut UnitOfWork,
    organisation: OrganisationId,
    cycle: CycleId,
    point: DeliveryPointId,
) -> Result<Option<Account>> {
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
    Ok(found.into_model::<Account>().one(tx.db()).await?)
}

/// Cycles of a zone to which days from `date` on may belong, by delivery date.
pub async fn for_dates_from(tx: &UnitOfWork, zone: ZoneId, date: NaiveDate) -> Result<Vec<cycle::Model>> {
    Ok(cycle::Entity::find()
        .filter(cycle::Column::ZoneId.eq(zone))
        .filter(cycle::Column::DeliveryDate.gte(earliest_delivery(date)))
        .order_by_asc(cycle::Column::DeliveryDate)
        .limit(MAX_CYCLES)
        .all(tx.db())
        .await?)
}

/// The days whose guests a cycle counts.
pub async fn window(tx: &UnitOfWork, cycle: &cycle::Model) -> Result<Window> {
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
